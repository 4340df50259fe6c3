package io.iamwatch.deploy.bench;

import java.util.List;

/**
 * What was measured of a detector that reads what users and sessions call, too.
 *
 * @param partitions of each topic
 * @param threads of the reader and of the detector
 * @param loads one for each kind of organisation
 */
public record FollowingFigures(int partitions, int threads, List<Measured> loads) {

    /**
     * An organisation. How much of what is called is remembered, and so what it costs, depends on how much an account
     * calls: its memory of who called lately holds so much and no more.
     *
     * @param accounts how many
     * @param usersPerAccount in each
     * @param callsAMinute of each account
     */
    public record Load(int accounts, int usersPerAccount, int callsAMinute) {
    }

    /**
     * One organisation's figures.
     *
     * @param load what it is like
     * @param identity records of {@code cloudtrail.identity}
     * @param users records of {@code cloudtrail.users}
     * @param activity records of {@code cloudtrail.activity}
     * @param bytes of all these, uncompressed values
     * @param pairs a bare reader and a detector, one after the other, on all three topics
     * @param alerts versions of alerts that the last detector raised
     * @param stateBytes state behind all of it, on disk
     */
    public record Measured(Load load, long identity, long users, long activity, long bytes,
            List<DetectorFigures.Pair> pairs, long alerts, long stateBytes) {

        /** Returns how many records there are. */
        public long records() {
            return identity + users + activity;
        }

        /** Returns the median ratio of the pairs. */
        public double ratio() {
            return DetectorFigures.median(pairs.stream().mapToDouble(DetectorFigures.Pair::ratio).toArray());
        }

        /** Returns the bare reader's median rate. */
        public double readerRecordsPerSecond() {
            return DetectorFigures.median(pairs.stream().mapToDouble(DetectorFigures.Pair::reader).toArray());
        }

        /** Returns the detector's median rate. */
        public double detectorRecordsPerSecond() {
            return DetectorFigures.median(pairs.stream().mapToDouble(DetectorFigures.Pair::detector).toArray());
        }
    }
}
