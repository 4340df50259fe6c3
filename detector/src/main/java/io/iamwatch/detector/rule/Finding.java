package io.iamwatch.detector.rule;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.iam.Grade;
import java.util.List;

/**
 * What a rule holds to be so, by what is known now.
 *
 * @param uid what identifies the finding over all its versions
 * @param target whom it is about
 * @param ta the first second in which the target was an administrator, seconds since 1970, event time
 * @param tb the second of its birth; null where it was not seen
 * @param grade what it became
 * @param links the events of the path, in causal order
 * @param stillAdmin whether it may be an administrator now
 * @param provisional whether an event that is still to come may retract it: the birth may arrive after the grant
 * @param orderUnknown whether events of one second leave something open
 * @param late whether an event of the path came after the lateness horizon
 * @param future whether an event of the path is dated after its own arrival
 */
public record Finding(String uid, RuleId rule, Severity severity, Target target, long ta, Long tb, Grade grade,
        List<EventId> links, boolean stillAdmin, boolean provisional, boolean orderUnknown, boolean late,
        boolean future) {

    /**
     * A user.
     *
     * @param name in the spelling of the oldest link
     * @param userId unique id, AIDA…; null where it is not known
     * @param arn the ARN; null where its path is not known
     */
    public record Target(String account, String name, String userId, String arn) {
    }
}
