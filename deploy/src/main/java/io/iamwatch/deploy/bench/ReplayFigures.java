package io.iamwatch.deploy.bench;

import java.util.List;

/**
 * What was measured of replays.
 *
 * @param records in the range
 * @param threads of the reader and of the replay
 * @param variants that were judged in one pass
 * @param rounds a bare reader, a replay by one set of rules, and one with all variants, one after the other
 * @param peakHeapBytes of the whole process since the first counted round
 */
public record ReplayFigures(long records, int threads, int variants, List<Round> rounds, long peakHeapBytes) {

    /**
     * Rates in records a second.
     *
     * @param reader of the bare reader
     * @param one of a replay by one set of rules
     * @param all of a replay with all variants
     */
    public record Round(double reader, double one, double all) {
    }

    /** Returns the share of the bare reader's rate that a replay by one set of rules reaches, the median. */
    public double ratio() {
        return DetectorFigures.median(rounds.stream().mapToDouble(round -> round.one() / round.reader()).toArray());
    }

    /** Returns how many times as long all variants take in one pass as one set of rules does, the median. */
    public double sweepFactor() {
        return DetectorFigures.median(rounds.stream().mapToDouble(round -> round.one() / round.all()).toArray());
    }

    /** Returns the bare reader's median rate. */
    public double readerRecordsPerSecond() {
        return DetectorFigures.median(rounds.stream().mapToDouble(Round::reader).toArray());
    }

    /** Returns the median rate of a replay by one set of rules. */
    public double replayRecordsPerSecond() {
        return DetectorFigures.median(rounds.stream().mapToDouble(Round::one).toArray());
    }
}
