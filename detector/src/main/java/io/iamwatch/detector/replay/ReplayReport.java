package io.iamwatch.detector.replay;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a replay found; the same range and the same rules give the same report, byte for byte, whatever the
 * parallelism.
 *
 * @param summary the whole in one sentence
 * @param tuning whether rules should be tuned on it; null where nobody asks for a fidelity
 * @param range what was read
 * @param fidelity how far the replay by the rules of then gives what ran; null where nothing ran that it could be
 *     held against
 * @param fidelityNote what the fidelity means, or why there is none, one sentence
 * @param grid the steps of time in which alerts are counted
 * @param base the rules that variants are held against
 * @param nearMisses near the windows of these rules
 * @param variants the others
 * @param curves of the swept settings
 * @param labels which of what was found counts here
 * @param command what gives the same report again; null where nobody has said it
 */
public record ReplayReport(String summary, Tuning tuning, Range range, Fidelity fidelity, String fidelityNote,
        TimeGrid grid,
        VariantReport base, NearMisses nearMisses, List<VariantReport> variants, List<Curve> curves, Labels labels,
        String command) {

    /**
     * Returns the same with what was asked for.
     *
     * @param given what gives the same report again
     * @param percent the fidelity that is asked for, as a number of 0 to 100; empty where none is
     */
    public ReplayReport asked(String given, OptionalDouble percent) {
        return new ReplayReport(summary, percent.isPresent() ? Tuning.of(this, percent.getAsDouble()) : null, range,
                fidelity, fidelityNote, grid, base, nearMisses, variants, curves, labels, given);
    }

    /**
     * What was read.
     *
     * @param source the topic, or the files
     * @param from arrival of the first record that counts, milliseconds; the range's own begin where it names one
     * @param to arrival of the last record that counts, milliseconds; the range's own end where it names one
     * @param records how many records counted
     * @param judged how many of them a rule needs
     * @param rejected how many could not be used
     * @param failed how many a rule failed on
     * @param state what was known before the range, and from where, one sentence
     */
    public record Range(String source, long from, long to, long records, long judged, long rejected, long failed,
            String state) {
    }
}
