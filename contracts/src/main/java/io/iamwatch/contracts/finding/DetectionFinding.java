package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.iamwatch.contracts.finding.Ocsf.Cloud;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.contracts.finding.Ocsf.FindingInfo;
import io.iamwatch.contracts.finding.Ocsf.Metadata;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import java.util.List;
import java.util.Objects;

/**
 * An alert: OCSF 1.5 <a href="https://schema.ocsf.io/1.5.0/classes/detection_finding">Detection Finding</a>, class
 * 2004.
 *
 * @param time arrival at the source of the record that triggered this version, milliseconds
 * @param startTime event time of the oldest evidence, milliseconds
 * @param endTime event time of the newest evidence, milliseconds
 * @param isAlert whether this is meant for people; false only of what candidate rules say in the shadow
 * @param resources the target first
 */
public record DetectionFinding(Activity activityId, String activityName, int categoryUid, String categoryName,
        int classUid, String className, long typeUid, String typeName, Severity severityId, String severity,
        int statusId, String status, String statusDetail, @JsonProperty("is_alert") boolean isAlert, long time,
        long startTime, long endTime, String message, Metadata metadata, Cloud cloud, FindingInfo findingInfo,
        List<Resource> resources, List<Evidence> evidences, Unmapped unmapped) {

    /** OCSF class. */
    public static final int CLASS_UID = 2004;

    /** An absent list is empty. */
    public DetectionFinding {
        resources = Ocsf.orEmpty(resources);
        evidences = Ocsf.orEmpty(evidences);
    }

    /** What OCSF has no place for. */
    public record Unmapped(Details iamwatch) {
    }

    /**
     * What iamwatch has to say beyond OCSF.
     *
     * @param ta the second in which the target became an administrator, event time in milliseconds
     * @param tb the second of the target's birth, event time in milliseconds; null when it was not seen
     * @param grade what the target became: {@code FULL_ADMIN} and so on
     * @param conditional whether only a condition of a policy made it so
     * @param provisional whether a late event can still retract it
     * @param late whether an event behind it came after the lateness horizon
     * @param future whether an event behind it is dated after its own arrival by more than clocks differ
     * @param orderUnknown whether events of one second allow orders in which it did not happen or did not last
     * @param stillAdmin whether, by what is known, the target still is an administrator
     * @param sameActor whether one actor both created the target and granted: no separation of duties
     * @param selfGranted whether the target itself made a call behind it
     * @param how what the grade means, as a person reads it after the target's name
     * @param others who else it concerns: members of a group, candidates of a grant that is not told; some of them
     * @param othersTotal how many there are
     * @param allowedBy who answers for it in the rules, and why; null where nobody does
     * @param supersededBy uid of the alert that replaced this one
     * @param path how it came to be, one sentence a link, in causal order
     * @param blindSpots what CloudTrail cannot show
     * @param truncated whether something was left out to keep the alert's size in bounds
     * @param evidencesTotal how many evidences there are, quoted or not
     * @param activity what the target did since it became an administrator; null in alerts of other rules than
     *     {@code new-admin-active}
     * @param stillSucceeding calls that succeeded after measures against the target; null where none did, and in alerts
     *     of other rules than {@code new-admin-contained}
     * @param shadow true where this is what candidate rules would say; null in every alert that is meant
     */
    public record Details(Long ta, Long tb, String grade, boolean conditional, boolean provisional, boolean late,
            boolean future, boolean orderUnknown, boolean stillAdmin, boolean sameActor, boolean selfGranted,
            String how,
            List<String> others, int othersTotal, String allowedBy, String supersededBy, List<String> path,
            List<String> blindSpots, boolean truncated, int evidencesTotal, AdminActivity activity,
            StillSucceeding stillSucceeding, Boolean shadow) {

        /** An absent list is empty. */
        public Details {
            others = Ocsf.orEmpty(others);
            path = Ocsf.orEmpty(path);
            blindSpots = Ocsf.orEmpty(blindSpots);
        }

        /** Says nothing of what the target did afterwards. */
        public Details(Long ta, Long tb, String grade, boolean conditional, boolean provisional, boolean late,
                boolean future, boolean orderUnknown, boolean stillAdmin, boolean sameActor, boolean selfGranted,
                String how, List<String> others, int othersTotal, String allowedBy, String supersededBy,
                List<String> path, List<String> blindSpots, boolean truncated, int evidencesTotal) {
            this(ta, tb, grade, conditional, provisional, late, future, orderUnknown, stillAdmin, sameActor,
                    selfGranted, how, others, othersTotal, allowedBy, supersededBy, path, blindSpots, truncated,
                    evidencesTotal, null, null, null);
        }

        /** Returns the same with what the target did afterwards; null where there is nothing to tell. */
        public Details with(AdminActivity did, StillSucceeding succeeding) {
            return new Details(ta, tb, grade, conditional, provisional, late, future, orderUnknown, stillAdmin,
                    sameActor, selfGranted, how, others, othersTotal, allowedBy, supersededBy, path, blindSpots,
                    truncated, evidencesTotal, did, succeeding, shadow);
        }

        Details inShadow() {
            return new Details(ta, tb, grade, conditional, provisional, late, future, orderUnknown, stillAdmin,
                    sameActor, selfGranted, how, others, othersTotal, allowedBy, supersededBy, path, blindSpots,
                    truncated, evidencesTotal, activity, stillSucceeding, true);
        }

        Details asTruncated() {
            return new Details(ta, tb, grade, conditional, provisional, late, future, orderUnknown, stillAdmin,
                    sameActor, selfGranted, how, others, othersTotal, allowedBy, supersededBy, path, blindSpots, true,
                    evidencesTotal, activity, stillSucceeding, shadow);
        }
    }

    /** Fills in what follows from the class, the activity and the severity. */
    public static DetectionFinding of(Activity activity, Severity severity, String statusDetail, long time,
            long startTime, long endTime, String message, Body body) {
        boolean closed = activity == Activity.CLOSE;
        return new DetectionFinding(activity, activity.caption(), 2, "Findings", CLASS_UID, "Detection Finding",
                CLASS_UID * 100L + activity.id(), "Detection Finding: " + activity.caption(), severity,
                severity.caption(), closed ? 4 : 1, closed ? "Resolved" : "New", statusDetail, true, time, startTime,
                endTime, message, body.metadata(), body.cloud(), body.findingInfo(), body.resources(),
                body.evidences(), new Unmapped(body.details()));
    }

    /** The parts of a finding that are objects. */
    public record Body(Metadata metadata, Cloud cloud, FindingInfo findingInfo, List<Resource> resources,
            List<Evidence> evidences, Details details) {
    }

    /** Returns whether this version stands: it was not closed. */
    public boolean stands() {
        return activityId != Activity.CLOSE;
    }

    /** Returns what iamwatch has to say beyond OCSF. */
    public Details details() {
        return Objects.requireNonNull(unmapped, "unmapped").iamwatch();
    }

    /** Returns the same marked as what candidate rules would say, and not meant for people. */
    public DetectionFinding inShadow() {
        return new DetectionFinding(activityId, activityName, categoryUid, categoryName, classUid, className, typeUid,
                typeName, severityId, severity, statusId, status, statusDetail, false, time, startTime, endTime,
                message, metadata, cloud, findingInfo, resources, evidences, new Unmapped(details().inShadow()));
    }

    DetectionFinding truncatedTo(List<Evidence> kept) {
        return new DetectionFinding(activityId, activityName, categoryUid, categoryName, classUid, className, typeUid,
                typeName, severityId, severity, statusId, status, statusDetail, isAlert, time, startTime, endTime,
                message, metadata, cloud, findingInfo, resources, kept, new Unmapped(details().asTruncated()));
    }
}
