package io.iamwatch.deploy.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured of a detector.
 *
 * @param records in the mixed stream
 * @param bytes of these, uncompressed values
 * @param partitions of the topic
 * @param threads of the reader and of the detector
 * @param pairs a bare reader and a detector, one after the other, on the mixed stream
 * @param alerts that each detector raised on the mixed stream
 * @param identityRecordsPerSecond on a stream of identity records alone
 * @param stateBytes state behind that stream, on disk
 * @param peakHeapBytes of the whole process since the first counted pair
 * @param growth the same number of records on ever more users; empty when not asked for
 */
public record DetectorFigures(long records, long bytes, int partitions, int threads, List<Pair> pairs, long alerts,
        long identityRecordsPerSecond, long stateBytes, long peakHeapBytes, List<Size> growth) {

    /**
     * Rates in records a second.
     *
     * @param reader of the bare reader
     * @param detector of the detector
     */
    public record Pair(double reader, double detector) {

        /** Returns the share of the bare reader's rate that the detector reaches. */
        public double ratio() {
            return detector / reader;
        }
    }

    /**
     * How fast it is at one size.
     *
     * @param accounts how many
     * @param usersPerAccount in each
     * @param users that exist at the end
     * @param recordsPerSecond identity records about these users
     * @param stateBytes state on disk at the end
     */
    public record Size(int accounts, int usersPerAccount, int users, long recordsPerSecond, long stateBytes) {
    }

    /** Returns the median ratio of the pairs. */
    public double ratio() {
        return median(pairs.stream().mapToDouble(Pair::ratio).toArray());
    }

    /** Returns the bare reader's median rate. */
    public double readerRecordsPerSecond() {
        return median(pairs.stream().mapToDouble(Pair::reader).toArray());
    }

    /** Returns the detector's median rate. */
    public double detectorRecordsPerSecond() {
        return median(pairs.stream().mapToDouble(Pair::detector).toArray());
    }

    static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
