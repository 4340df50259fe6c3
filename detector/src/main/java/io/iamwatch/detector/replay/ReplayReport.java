package io.iamwatch.detector.replay;

import java.util.List;

/**
 * What a replay found; the same range and the same rules give the same report, byte for byte, whatever the
 * parallelism.
 *
 * @param summary the whole in one sentence
 * @param range what was read
 * @param fidelity how far the replay by the rules of then gives what ran; null where nothing ran that it could be
 *     held against
 * @param fidelityNote what the fidelity means, or why there is none, one sentence
 * @param grid the steps of time in which alerts are counted
 * @param base the rules that variants are held against
 * @param nearMisses near the window of these rules
 * @param variants the others
 * @param knee of the curve of alerts over the values of the one swept setting; null where there is none
 * @param labels which of what was found counts here
 */
public record ReplayReport(String summary, Range range, Fidelity fidelity, String fidelityNote, TimeGrid grid,
        VariantReport base, NearMisses nearMisses, List<VariantReport> variants, Knee knee, Labels labels) {

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
