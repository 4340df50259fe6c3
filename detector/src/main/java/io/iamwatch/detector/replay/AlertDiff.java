package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What other rules make of the same events: alerts that stand by the one and not by the other, and those that both
 * have but tell in another way, each with its reason.
 *
 * @param added alerts that only the variant has
 * @param removed alerts that only the rules have which it is held against
 * @param changed alerts that both have, with another severity, grade or sentence
 */
public record AlertDiff(List<Entry> added, List<Entry> removed, List<Entry> changed) {

    /**
     * An alert that differs.
     *
     * @param alert as the variant has it; where it has it no longer, as it was
     * @param reason why, one sentence
     */
    public record Entry(ReplayedAlert alert, String reason) {
    }

    /** Compares what stands in the end. */
    public static AlertDiff of(Collection<ReplayedAlert> base, Rules baseRules, Collection<ReplayedAlert> variant,
            Rules variantRules) {
        Map<String, ReplayedAlert> before = standing(base);
        Map<String, ReplayedAlert> after = standing(variant);
        DiffReasons gone = new DiffReasons(variantRules, baseRules, after.values());
        DiffReasons come = new DiffReasons(baseRules, variantRules, before.values());
        List<Entry> changed = new ArrayList<>();
        after.forEach((uid, alert) -> {
            ReplayedAlert was = before.get(uid);
            if (was != null && !saysTheSame(was, alert)) {
                changed.add(new Entry(alert, come.ofChange(was, alert)));
            }
        });
        return new AlertDiff(only(after, before, come::ofAbsence), only(before, after, gone::ofAbsence),
                inOrder(changed));
    }

    private static Map<String, ReplayedAlert> standing(Collection<ReplayedAlert> alerts) {
        return alerts.stream().filter(ReplayedAlert::stands)
                .collect(Collectors.toMap(ReplayedAlert::uid, alert -> alert, (one, other) -> other, TreeMap::new));
    }

    private static List<Entry> only(Map<String, ReplayedAlert> here, Map<String, ReplayedAlert> there,
            Function<ReplayedAlert, String> reason) {
        return inOrder(here.values().stream().filter(alert -> !there.containsKey(alert.uid()))
                .map(alert -> new Entry(alert, reason.apply(alert))).toList());
    }

    private static List<Entry> inOrder(List<Entry> entries) {
        return entries.stream()
                .sorted((one, other) -> ReplayedAlert.ORDER.compare(one.alert(), other.alert())).toList();
    }

    private static boolean saysTheSame(ReplayedAlert was, ReplayedAlert is) {
        return was.rule().equals(is.rule()) && was.severity() == is.severity() && was.how().equals(is.how())
                && was.target().equals(is.target())
                && java.util.Objects.equals(was.allowedBy(), is.allowedBy());
    }
}
