package io.iamwatch.detector.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How alerts stand against what analysts found.
 *
 * @param truePositives alerts that stand and were found to be an attack
 * @param falsePositives alerts that stand and were found to be none
 * @param lostPositives labelled attacks of which no alert stands
 * @param unlabelled alerts that stand and that nobody has judged
 */
public record Score(int truePositives, int falsePositives, int lostPositives, int unlabelled) {

    private static final double Z_95 = 1.959963984540054;

    /**
     * A share and where it lies with a confidence of 95 percent, by
     * <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson's interval</a>: right for few labels too.
     *
     * @param value the share, 0 to 1
     */
    public record Share(double value, double low, double high) {

        static Share of(int hits, int total) {
            if (total == 0) {
                return null;
            }
            double share = (double) hits / total;
            double square = Z_95 * Z_95;
            double centre = (share + square / (2 * total)) / (1 + square / total);
            double reach = Z_95 / (1 + square / total)
                    * Math.sqrt(share * (1 - share) / total + square / (4.0 * total * total));
            return new Share(share, Math.max(0, centre - reach), Math.min(1, centre + reach));
        }
    }

    /** Whether a label calls an alert an attack. */
    public enum Label {
        /** It was one. */
        TRUE_POSITIVE,
        /** It was none. */
        FALSE_POSITIVE
    }

    /** Scores what stands. */
    public static Score of(Collection<ReplayedAlert> alerts, Map<String, Label> labels) {
        Map<String, ReplayedAlert> standing = alerts.stream().filter(ReplayedAlert::stands)
                .collect(Collectors.toMap(ReplayedAlert::uid, alert -> alert));
        int hits = 0;
        int wrong = 0;
        for (String uid : standing.keySet()) {
            hits += labels.get(uid) == Label.TRUE_POSITIVE ? 1 : 0;
            wrong += labels.get(uid) == Label.FALSE_POSITIVE ? 1 : 0;
        }
        int positives = (int) labels.values().stream().filter(label -> label == Label.TRUE_POSITIVE).count();
        return new Score(hits, wrong, positives - hits, standing.size() - hits - wrong);
    }

    /** Returns how many of the labelled alerts that stand are attacks; null without any. */
    @JsonProperty
    public Share precision() {
        return Share.of(truePositives, truePositives + falsePositives);
    }

    /** Returns how many of the labelled attacks are told; null without any. */
    @JsonProperty
    public Share recall() {
        return Share.of(truePositives, truePositives + lostPositives);
    }

    /** Returns the harmonic mean of precision and recall; null where one of them is unknown. */
    @JsonProperty
    public Double f1() {
        int denominator = 2 * truePositives + falsePositives + lostPositives;
        return precision() == null || recall() == null ? null : 2.0 * truePositives / denominator;
    }
}
