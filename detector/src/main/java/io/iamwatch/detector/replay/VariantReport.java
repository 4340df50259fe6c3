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
 * @param score against the labels; null where there are none
 * @param diff against the rules that the variant is held against; null for these themselves
 */
public record VariantReport(String name, int alerts, Double perDay, List<Integer> volume,
        Map<String, Integer> byRule, Map<String, Integer> bySeverity, Delay delay, Score score, AlertDiff diff) {

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
     * What a variant is held against.
     *
     * @param alerts what stands by its rules
     */
    public record Base(Collection<ReplayedAlert> alerts, Rules rules) {
    }

    /**
     * Counts.
     *
     * @param millis the length of the range
     * @param grid its steps
     * @param labels of alerts, by their uids
     * @param base null for what others are held against
     */
    public static VariantReport of(Variant variant, Collection<ReplayedAlert> alerts, long millis,
            TimeGrid grid, Map<String, Score.Label> labels, Base base) {
        List<ReplayedAlert> standing = alerts.stream().filter(ReplayedAlert::stands).toList();
        return new VariantReport(variant.name(), standing.size(),
                millis <= 0 ? null : standing.size() * MILLIS_A_DAY / millis,
                grid.count(standing), count(standing, ReplayedAlert::rule),
                count(standing, alert -> alert.severity().caption()),
                Delay.of(standing.stream().map(ReplayedAlert::delay).toList()),
                labels.isEmpty() ? null : Score.of(standing, labels),
                base == null ? null : AlertDiff.of(base.alerts(), base.rules(), alerts, variant.rules()));
    }

    private static Map<String, Integer> count(List<ReplayedAlert> alerts, Function<ReplayedAlert, String> by) {
        return alerts.stream().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.summingInt(alert -> 1)));
    }
}
