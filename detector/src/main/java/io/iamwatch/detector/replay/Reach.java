package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;

/** How much of its rule's window an alert needs. */
final class Reach {

    private Reach() {
    }

    /**
     * Returns the shortest window by which the rule would still tell an alert, milliseconds; null where it has no
     * window, the window only says what is told together, or more events are behind it than it quotes.
     */
    static Long of(DetectionFinding version, Rules rules) {
        String rule = version.findingInfo().analytic().uid();
        DetectionFinding.Details details = version.details();
        if (rule.equals(RuleId.NEW_ADMIN_USER.id())) {
            return details.ta() == null || details.tb() == null ? null : (Long) (details.ta() - details.tb());
        }
        if (rule.equals(RuleId.NEW_ADMIN_CONTAINED.id()) || rule.equals(RuleId.NEW_ADMIN_ACTIVE.id())) {
            return details.ta() == null ? null : (Long) Math.max(0, version.startTime() - details.ta());
        }
        return rule.equals(RuleId.DENIED_IAM_ATTEMPTS.id())
                ? ofAttempts(version.findingInfo(), rules.rule(RuleId.DENIED_IAM_ATTEMPTS).threshold())
                : null;
    }

    private static Long ofAttempts(Ocsf.FindingInfo told, int threshold) {
        long[] times = told.relatedEvents().stream().mapToLong(Ocsf.RelatedEvent::firstSeenTime).sorted().toArray();
        if (times.length < threshold || told.relatedEventsCount() == null
                || told.relatedEventsCount() > times.length) {
            return null;
        }
        long shortest = Long.MAX_VALUE;
        for (int i = threshold - 1; i < times.length; i++) {
            shortest = Math.min(shortest, times[i] - times[i - threshold + 1]);
        }
        return shortest;
    }
}
