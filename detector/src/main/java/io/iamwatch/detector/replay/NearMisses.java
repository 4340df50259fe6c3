package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.Rule;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came just inside the window of its rule, or just outside: how much the length of the window decides. Of
 * {@code new-admin-user} that is the grant after the creation, of {@code new-admin-contained} the first measure and
 * of {@code new-admin-active} the first call after the grant, of {@code denied-iam-attempts} the time that as many
 * denied calls took as the threshold asks for. The window of {@code audit-trail-tampering} has no end that anything
 * could miss: it only says what is told together.
 *
 * @param inside those in the last tenth of the window
 * @param outside those within the same length again after it
 */
public record NearMisses(List<Miss> inside, List<Miss> outside) {

    /** Nothing was looked for. */
    public static final NearMisses NONE = new NearMisses(List.of(), List.of());

    private static final Duration LONGEST_WINDOW = Duration.ofDays(90);
    private static final int INSIDE = 10;

    /**
     * How near one was.
     *
     * @param distance milliseconds between what came and the end of the window
     */
    public record Miss(ReplayedAlert alert, long distance) {
    }

    /** Returns rules that see as far again as each window reaches; the same where it cannot be longer. */
    public static Rules farther(Rules rules) {
        Map<RuleId, Rule> longer = new EnumMap<>(rules.rules());
        longer.replaceAll((id, rule) -> rule.window() == null || id == RuleId.AUDIT_TRAIL_TAMPERING
                ? rule
                : new Rule(rule.enabled(), rule.severity(), twice(rule.window()), rule.threshold()));
        return new Rules(rules.latenessHorizon(), longer, rules.automation(), rules.allow());
    }

    /**
     * Finds them.
     *
     * @param rules by which is told
     * @param farther what stands by {@link #farther} of them
     */
    public static NearMisses of(Rules rules, Collection<ReplayedAlert> farther) {
        List<Miss> inside = new ArrayList<>();
        List<Miss> outside = new ArrayList<>();
        farther.stream().filter(alert -> alert.stands() && alert.times().reach() != null).sorted(ReplayedAlert.ORDER)
                .forEach(alert -> {
                    long window = window(rules, alert.rule());
                    long reach = alert.times().reach();
                    if (reach > window) {
                        outside.add(new Miss(alert, reach - window));
                    } else if (reach >= window - window / INSIDE) {
                        inside.add(new Miss(alert, window - reach));
                    }
                });
        return new NearMisses(List.copyOf(inside), List.copyOf(outside));
    }

    private static Duration twice(Duration window) {
        Duration twice = window.multipliedBy(2);
        return twice.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : twice;
    }

    private static long window(Rules rules, String id) {
        return Arrays.stream(RuleId.values()).filter(rule -> rule.id().equals(id)).findFirst().map(rules::rule)
                .map(Rule::window).orElseThrow().toMillis();
    }
}
