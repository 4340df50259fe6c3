package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.Rules;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one variant makes of a range.
 *
 * @param name how it is called
 * @param alerts how many stand
 * @param perDay alerts a day of the range; null where the range has no length
 * @param volume how many of these were raised in each step of the report's grid
 * @param byRule how many stand of each rule
 * @param bySeverity how many stand of each severity, by OCSF's caption
 * @param delay from the newest event behind an alert to its first version; null without alerts
 * @param stateBytes what the rules remember at the end of the range, of all partitions together: bytes of keys and
 *     values, as a store of the live detector holds them before it compresses
 * @param score against the labels; null where there are none
 * @param diff against the rules that the variant is held against; null for these themselves
 * @param introduced what of the difference analysts have judged; null without labels, and without a difference
 */
public record VariantReport(String name, int alerts, Double perDay, List<Integer> volume,
        Map<String, Integer> byRule, Map<String, Integer> bySeverity, Delay delay, long stateBytes,
        Score score, AlertDiff diff, Introduced introduced) {

    private static final double MILLIS_A_DAY = 86_400_000.0;

    /**
     * Time to detect, event time to arrival, milliseconds.
     *
     * @param p50 the median
     */
    public record Delay(long p50, long p95, long max) {

        static Delay of(List<Long> delays) {
            List<Long> sorted = delays.stream().sorted().toList();
            return sorted.isEmpty() ? null : new Delay(at(sorted, 50), at(sorted, 95), sorted.getLast());
        }

        private static long at(List<Long> sorted, int percent) {
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }
    }

    /**
     * What a variant changed for better or worse, alert by alert: one that is lost is not made good by another.
     *
     * @param falsePositives uids of alerts that only the variant raises and that were found to be no attack
     * @param lostPositives uids of alerts that the variant no longer raises and that were found to be an attack
     */
    public record Introduced(List<String> falsePositives, List<String> lostPositives) {

        static Introduced of(AlertDiff diff, Map<String, Score.Label> labels) {
            return new Introduced(uids(diff.added(), labels, Score.Label.FALSE_POSITIVE),
                    uids(diff.removed(), labels, Score.Label.TRUE_POSITIVE));
        }

        private static List<String> uids(List<AlertDiff.Entry> entries, Map<String, Score.Label> labels,
                Score.Label label) {
            return entries.stream().map(entry -> entry.alert().uid()).filter(uid -> labels.get(uid) == label).toList();
        }
    }

    /**
     * What a variant is held against.
     *
     * @param alerts what stands by its rules
     */
    public record Base(Collection<ReplayedAlert> alerts, Rules rules) {
    }

    /**
     * What a variant came to over all partitions.
     *
     * @param alerts all that were raised, in the order of reports
     * @param stateBytes as the report tells it
     */
    public record Outcome(List<ReplayedAlert> alerts, long stateBytes) {
    }

    /**
     * Counts.
     *
     * @param told all that its rules raised, and what they are left with
     * @param millis the length of the range
     * @param grid its steps
     * @param labels of alerts, by their uids
     * @param base null for what others are held against
     */
    public static VariantReport of(Variant variant, Outcome told, long millis,
            TimeGrid grid, Map<String, Score.Label> labels, Base base) {
        List<ReplayedAlert> standing = told.alerts().stream().filter(ReplayedAlert::stands).toList();
        AlertDiff diff = base == null
                ? null
                : AlertDiff.of(base.alerts(), base.rules(), told.alerts(), variant.rules());
        return new VariantReport(variant.name(), standing.size(),
                millis <= 0 ? null : standing.size() * MILLIS_A_DAY / millis,
                grid.count(standing), count(standing, ReplayedAlert::rule),
                count(standing, alert -> alert.severity().caption()),
                Delay.of(standing.stream().map(ReplayedAlert::delay).toList()), told.stateBytes(),
                labels.isEmpty() ? null : Score.of(standing, labels),
                diff, diff == null || labels.isEmpty() ? null : Introduced.of(diff, labels));
    }

    private static Map<String, Integer> count(List<ReplayedAlert> alerts, Function<ReplayedAlert, String> by) {
        return alerts.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.summingInt(alert -> 1)));
    }
}
