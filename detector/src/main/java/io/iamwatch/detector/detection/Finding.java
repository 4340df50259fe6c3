package io.iamwatch.detector.detection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.finding.StillSucceeding;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.RuleId;
import java.util.List;

/**
 * What a rule holds to be so, by what is known now.
 *
 * @param uid what identifies the finding over all its versions
 * @param target whom it is about
 * @param ta the first second in which it was so, seconds since 1970, event time
 * @param tb the second of the target's birth; null where it was not seen
 * @param grade what the target became, or is
 * @param conditional whether that depends on a condition of a policy
 * @param how what that means, as a person reads it after the target's name
 * @param links the events behind it, in causal order
 * @param flags what else is to be known of it
 * @param others who else it concerns: members of a group, candidates of an unknown grant; some of them
 * @param othersTotal how many there are
 * @param allowedBy who answers for it, and why; null where nobody does
 * @param activity what the target did since; null where the rule does not tell
 * @param stillSucceeding calls that succeeded after something was done against the target; null where none did
 */
public record Finding(String uid, RuleId rule, Severity severity, Target target, long ta, Long tb, Grade grade,
        boolean conditional, String how, List<EventId> links, Flags flags, List<String> others, int othersTotal,
        String allowedBy, AdminActivity activity, StillSucceeding stillSucceeding) {

    /** So many others are named. */
    public static final int MAX_OTHERS = 50;

    /** What is absent is empty. */
    public Finding {
        links = links == null ? List.of() : links;
        others = others == null ? List.of() : others;
    }

    /** A finding of a rule that says nothing of what the target did since. */
    public Finding(String uid, RuleId rule, Severity severity, Target target, long ta, Long tb, Grade grade,
            boolean conditional, String how, List<EventId> links, Flags flags, List<String> others, int othersTotal,
            String allowedBy) {
        this(uid, rule, severity, target, ta, tb, grade, conditional, how, links, flags, others, othersTotal,
                allowedBy, null, null);
    }

    /**
     * Whom a finding is about.
     *
     * @param name in the spelling of the oldest link
     * @param uniqueId AIDA…, AGPA…, AROA…; null where it is not known
     * @param arn the ARN; null where its path is not known
     */
    public record Target(String account, EntityKind kind, String name, String uniqueId, String arn) {

        /** Stands for the name where CloudTrail left out whom a call was about. */
        static final String NOT_TOLD = "(not told)";

        /** Returns whether it is known whom the finding is about. */
        @JsonIgnore
        public boolean isTold() {
            return !name.equals(NOT_TOLD);
        }
    }

    /**
     * What else is to be known.
     *
     * @param stillAdmin whether the target may be an administrator now
     * @param provisional whether an event that is still to come may retract it
     * @param orderUnknown whether events of one second leave something open
     * @param late whether an event of the path came after the lateness horizon
     * @param future whether an event of the path is dated after its own arrival
     * @param sameActor whether one actor created and granted
     * @param selfGranted whether the target itself made a call that the finding rests on
     * @param unseenBoundary whether a boundary of unknown content may cap the target
     */
    public record Flags(boolean stillAdmin, boolean provisional, boolean orderUnknown, boolean late, boolean future,
            boolean sameActor, boolean selfGranted, boolean unseenBoundary) {

        /** Nothing. */
        public static final Flags NONE = new Flags(false, false, false, false, false, false, false, false);

        Flags withStillAdmin(boolean still) {
            return new Flags(still, provisional, orderUnknown, late, future, sameActor, selfGranted, unseenBoundary);
        }
    }

    boolean isStillAdmin() {
        return flags.stillAdmin();
    }

    Finding withStillAdmin(boolean still) {
        return new Finding(uid, rule, severity, target, ta, tb, grade, conditional, how, links,
                flags.withStillAdmin(still), others, othersTotal, allowedBy, activity, stillSucceeding);
    }

    Finding with(AdminActivity did, StillSucceeding succeeding) {
        return new Finding(uid, rule, severity, target, ta, tb, grade, conditional, how, links, flags, others,
                othersTotal, allowedBy, did, succeeding);
    }

    Finding allowed(Severity left, String by) {
        return new Finding(uid, rule, left, target, ta, tb, grade, conditional, how, links, flags, others,
                othersTotal, by, activity, stillSucceeding);
    }

    Finding withOthers(List<String> names, int total) {
        return new Finding(uid, rule, severity, target, ta, tb, grade, conditional, how, links, flags, names, total,
                allowedBy, activity, stillSucceeding);
    }
}
