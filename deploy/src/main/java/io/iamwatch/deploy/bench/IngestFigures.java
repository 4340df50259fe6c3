package io.iamwatch.deploy.bench;

import java.util.List;

/**
 * What was measured of decoding.
 *
 * @param events in all payloads together
 * @param payloads how many there are
 * @param compressedBytes of all payloads
 * @param inflatedBytes of all payloads
 * @param rounds warm ones, in order
 */
public record IngestFigures(long events, int payloads, long compressedBytes, long inflatedBytes, List<Round> rounds) {

    /**
     * Both, right after one another, in events a second of processor time of the one thread that does it.
     *
     * @param inflate inflating the payloads and dropping what comes out
     * @param decode decoding them
     */
    public record Round(double inflate, double decode) {

        /** Returns which share of the limit decoding reaches. */
        public double ratio() {
            return decode / inflate;
        }
    }

    /** Returns the median of the rounds. */
    public double inflateEventsPerSecond() {
        return median(rounds.stream().mapToDouble(Round::inflate).toArray());
    }

    /** Returns the median of the rounds. */
    public double decodeEventsPerSecond() {
        return median(rounds.stream().mapToDouble(Round::decode).toArray());
    }

    /** Returns the median of the rounds' ratios. */
    public double ratio() {
        return median(rounds.stream().mapToDouble(Round::ratio).toArray());
    }

    private static double median(double[] values) {
        return DetectorFigures.median(values);
    }
}
