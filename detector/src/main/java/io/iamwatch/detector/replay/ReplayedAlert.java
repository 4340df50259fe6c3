package io.iamwatch.detector.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.rules.Rules;
import java.util.Comparator;
import java.util.List;

/**
 * An alert as a replay leaves it.
 *
 * @param uid what all its versions have in common
 * @param rule the id of its rule
 * @param stands whether its last version was not closed
 * @param target whom it is about
 * @param how what happened, one sentence; the path link by link is in {@code path}
 * @param raised when its first version was told: arrival of the record that it followed from, milliseconds
 * @param times what it says of event time
 * @param allowedBy who answers for it in the rules, and why; null where nobody does
 * @param partition of the record that raised it
 * @param offset of the record that raised it
 */
public record ReplayedAlert(String uid, String rule, Severity severity, boolean stands, Target target, String how,
        List<String> path, long raised, Times times, String allowedBy, int partition, long offset) {

    /** By account, then in the order in which they were raised. */
    public static final Comparator<ReplayedAlert> ORDER = Comparator
            .comparing((ReplayedAlert alert) -> alert.target().account())
            .thenComparingInt(ReplayedAlert::partition).thenComparingLong(ReplayedAlert::offset)
            .thenComparing(ReplayedAlert::uid);

    /**
     * Whom an alert is about.
     *
     * @param name as the alert's first resource says
     * @param type as {@code AWS::IAM::User}
     */
    public record Target(String account, String name, String type, String grade) {
    }

    /**
     * What an alert says of event time, milliseconds since 1970.
     *
     * @param administrator when the target became an administrator; null where the alert is of something else
     * @param birth when it was created; null where that was not seen
     * @param last the newest evidence
     * @param reach how long the window of its rule has to be, at least, for it to be told; null where that is not known
     */
    public record Times(Long administrator, Long birth, long last, Long reach) {

        /** Returns how long after its creation it became an administrator, milliseconds; null where nobody knows. */
        @JsonProperty("age")
        public Long age() {
            return administrator == null || birth == null ? null : administrator - birth;
        }
    }

    /** Returns what a version leaves of its alert, told by these rules. */
    static ReplayedAlert of(DetectionFinding version, Rules rules, long raised, int partition, long offset) {
        DetectionFinding.Details details = version.details();
        var resource = version.resources().getFirst();
        return new ReplayedAlert(version.findingInfo().uid(), version.findingInfo().analytic().uid(),
                version.severityId(), version.stands(),
                new Target(version.cloud().account().uid(), resource.name(), resource.type(), details.grade()),
                version.message(), details.path(), raised,
                new Times(details.ta(), details.tb(), version.endTime(), Reach.of(version, rules)), details.allowedBy(),
                partition, offset);
    }

    /** Returns how long after the newest event behind its first version it was told, milliseconds. */
    long delay() {
        return Math.max(0, raised - (times.administrator() == null ? times.last() : times.administrator()));
    }
}
