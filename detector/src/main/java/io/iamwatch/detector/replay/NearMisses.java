package io.iamwatch.detector.replay;

import io.iamwatch.detector.rules.Rule;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Users who became administrators just inside the window of {@code new-admin-user}, or just outside: how much the
 * length of the window decides.
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
     * @param distance milliseconds between the grant and the end of the window
     */
    public record Miss(ReplayedAlert alert, long distance) {
    }

    /** Returns rules that see as far again as the window reaches; the same where it cannot be longer. */
    public static Rules farther(Rules rules) {
        Map<RuleId, Rule> longer = new EnumMap<>(rules.rules());
        longer.computeIfPresent(RuleId.NEW_ADMIN_USER, (id, rule) -> {
            Duration twice = rule.window().multipliedBy(2);
            return new Rule(rule.enabled(), rule.severity(),
                    twice.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : twice, null);
        });
        return new Rules(rules.latenessHorizon(), longer, rules.automation(), rules.allow());
    }

    /**
     * Finds them.
     *
     * @param rules by which is told
     * @param farther what stands by {@link #farther} of them
     */
    public static NearMisses of(Rules rules, Collection<ReplayedAlert> farther) {
        long window = rules.rule(RuleId.NEW_ADMIN_USER).window().toMillis();
        List<ReplayedAlert> aged = farther.stream().filter(ReplayedAlert::stands)
                .filter(alert -> alert.rule().equals(RuleId.NEW_ADMIN_USER.id()) && alert.times().age() != null)
                .sorted(ReplayedAlert.ORDER).toList();
        return new NearMisses(
                aged.stream().filter(alert -> alert.times().age() <= window
                        && alert.times().age() >= window - window / INSIDE)
                        .map(alert -> new Miss(alert, window - alert.times().age())).toList(),
                aged.stream().filter(alert -> alert.times().age() > window)
                        .map(alert -> new Miss(alert, alert.times().age() - window)).toList());
    }
}
