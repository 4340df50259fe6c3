package io.iamwatch.contracts.finding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.Ocsf.Cloud;
import io.iamwatch.contracts.finding.Ocsf.FindingInfo;
import io.iamwatch.contracts.finding.Ocsf.Group;
import io.iamwatch.contracts.finding.Ocsf.Metadata;
import io.iamwatch.contracts.finding.Ocsf.Resource;
import io.iamwatch.contracts.finding.Ocsf.User;
import java.util.List;

/**
 * An incident: OCSF 1.5 <a href="https://schema.ocsf.io/1.5.0/classes/incident_finding">Incident Finding</a>, class
 * 2005. It gathers the alerts about one principal of one account.
 *
 * @param time arrival at the source of the record behind the newest alert version, milliseconds
 * @param startTime event time of the oldest evidence, milliseconds
 * @param endTime event time of the newest evidence, milliseconds
 * @param desc what happened, one sentence
 * @param assignee who looks after it; null for the group
 * @param verdictId what it was found to be; null until it is closed
 * @param findingInfoList the alerts, oldest first
 */
public record IncidentFinding(Activity activityId, String activityName, int categoryUid, String categoryName,
        int classUid, String className, long typeUid, String typeName, Severity severityId, String severity,
        Status statusId, String status, long time, long startTime, long endTime, String message, String desc,
        Metadata metadata, Cloud cloud, Group assigneeGroup, User assignee, Verdict verdictId, String verdict,
        List<FindingInfo> findingInfoList, Unmapped unmapped) {

    /** OCSF class. */
    public static final int CLASS_UID = 2005;

    /** An absent list is empty. */
    public IncidentFinding {
        findingInfoList = Ocsf.orEmpty(findingInfoList);
    }

    /** OCSF {@code status_id} of an incident. */
    public enum Status {
        /** Nobody has looked. */
        NEW(1, "New"),
        /** Somebody works on it. */
        IN_PROGRESS(2, "In Progress"),
        /** Snoozed. */
        ON_HOLD(3, "On Hold"),
        /** Over; the verdict is pending. */
        RESOLVED(4, "Resolved"),
        /** Over, with a verdict. */
        CLOSED(5, "Closed");

        private final int id;
        private final String caption;

        Status(int id, String caption) {
            this.id = id;
            this.caption = caption;
        }

        /** Returns OCSF's number for it. */
        @JsonValue
        public int id() {
            return id;
        }

        /** Returns OCSF's caption for it. */
        public String caption() {
            return caption;
        }

        /**
         * Returns the status of an OCSF number.
         *
         * @throws IllegalArgumentException if the number is not 1 to 5
         */
        @JsonCreator
        public static Status of(int id) {
            if (id < 1 || id > values().length) {
                throw new IllegalArgumentException("no status_id of an incident: " + id);
            }
            return values()[id - 1];
        }
    }

    /** What OCSF has no place for. */
    public record Unmapped(Details iamwatch) {
    }

    /**
     * What iamwatch has to say beyond OCSF.
     *
     * @param uid the incident's id, as in its key
     * @param key {@code account/kind:name} of the principal, by which commands reach it
     * @param principal whom it is about
     * @param alerts each alert's newest version, in short, in the order of {@code finding_info_list}
     * @param alertsTotal how many alerts there are, listed or not
     * @param blindSpots what CloudTrail cannot show
     * @param severityReason why it is as severe as it is, one sentence
     * @param workflow what analysts did with it
     * @param investigation what is known beyond the story; empty in incidents of older versions
     */
    public record Details(String uid, String key, Resource principal, List<AlertState> alerts, int alertsTotal,
            List<String> blindSpots, String severityReason, Workflow workflow, Investigation investigation) {

        /** An absent list is empty. */
        public Details {
            alerts = Ocsf.orEmpty(alerts);
            blindSpots = Ocsf.orEmpty(blindSpots);
            workflow = workflow == null ? Workflow.UNTOUCHED : workflow;
            investigation = investigation == null ? Investigation.NOTHING : investigation;
        }

        /** Returns the same with what analysts did with it. */
        public Details with(Workflow other) {
            return new Details(uid, key, principal, alerts, alertsTotal, blindSpots, severityReason, other,
                    investigation);
        }

        /** Returns the same with what is known beyond the story. */
        public Details with(Investigation other) {
            return new Details(uid, key, principal, alerts, alertsTotal, blindSpots, severityReason, workflow, other);
        }
    }

    /**
     * What analysts did with an incident.
     *
     * @param assignee who looks after it; null for the group
     * @param verdict what it was found to be; null until it is closed
     * @param snooze why it waits; null when it does not
     * @param log the newest commands, oldest first: the whole is on {@code iamwatch.verdicts}
     * @param logTotal how many commands there were, listed or not
     */
    public record Workflow(String assignee, Verdict verdict, Snooze snooze, List<LogEntry> log, int logTotal) {

        /** Nobody did anything. */
        public static final Workflow UNTOUCHED = new Workflow(null, null, null, List.of(), 0);

        /** An absent list is empty. */
        public Workflow {
            log = Ocsf.orEmpty(log);
        }
    }

    /**
     * An incident that waits.
     *
     * @param owner who wants that
     * @param until when it is taken up again, wall clock, milliseconds
     * @param reason why it waits
     */
    public record Snooze(String owner, long until, String reason) {
    }

    /**
     * A command and what became of it.
     *
     * @param commandUid its id
     * @param author who gave it; {@code iamwatch} for what happened by itself, such as the end of a snooze
     * @param time when, wall clock, milliseconds
     * @param action the type of the action, as {@code acknowledge}
     * @param text what it says; null where it says nothing
     * @param refused why it was refused; null where it was applied
     */
    public record LogEntry(String commandUid, String author, long time, String action, String text, String refused) {
    }

    /**
     * The newest version of an alert, in short.
     *
     * @param stands whether it was not closed
     * @param supersededBy uid of the alert that replaced it; null where none did
     * @param version {@code ce_id} of that version
     * @param ta the second in which the principal became an administrator, event time in milliseconds
     * @param tb the second of its birth, event time in milliseconds; null when it was not seen
     * @param provisional whether a late event can still retract it
     * @param path how it came to be, one sentence a link, in causal order
     * @param parties who did what from where, one a link of the path, in causal order
     * @param seen what else it tells of the principal
     * @param about whom it is about, in words, where that is somebody else who is part of the incident; null where it
     *     is the incident's principal
     */
    public record AlertState(String uid, String ruleId, Severity severity, boolean stands, String supersededBy,
            String version, Long ta, Long tb, String grade, boolean stillAdmin, boolean provisional, List<String> path,
            List<Party> parties, Seen seen, String about) {

        /** An absent list is empty. */
        public AlertState {
            path = Ocsf.orEmpty(path);
            parties = Ocsf.orEmpty(parties);
            seen = seen == null ? Seen.NOTHING : seen;
        }

        /** Returns the same as it is tied to an incident about somebody else: it tells nothing of that one. */
        public AlertState about(String whom) {
            return new AlertState(uid, ruleId, severity, stands, supersededBy, version, ta, tb, grade, stillAdmin,
                    provisional, path, parties, Seen.NOTHING, whom);
        }
    }

    /**
     * Who made a call that the story is built of.
     *
     * @param mfa whether MFA authenticated the caller's session; null where CloudTrail does not say
     * @param source address or service name
     * @param time event time, milliseconds
     * @param position where the record stands: topic/partition/offset
     * @param credential id of the key that signed the call; null where CloudTrail does not say
     */
    public record Party(String operation, String actor, String source, String userAgent, Boolean mfa, long time,
            String position, String credential) {
    }

    /** Fills in what follows from the class, the activity, the severity and the status. */
    public static IncidentFinding of(Activity activity, Severity severity, Status status, Times times, String message,
            String desc, Body body) {
        return new IncidentFinding(activity, activity.caption(), 2, "Findings", CLASS_UID, "Incident Finding",
                CLASS_UID * 100L + activity.id(), "Incident Finding: " + activity.caption(), severity,
                severity.caption(), status, status.caption(), times.time(), times.startTime(), times.endTime(),
                message, desc, body.metadata(), body.cloud(), body.assigneeGroup(), assignee(body.details().workflow()),
                body.details().workflow().verdict(), caption(body.details().workflow().verdict()),
                body.findingInfoList(), new Unmapped(body.details()));
    }

    /** Returns it as it is after somebody worked on it. */
    public IncidentFinding worked(Status nowStatus, Workflow workflow) {
        return of(nowStatus == Status.CLOSED ? Activity.CLOSE : Activity.UPDATE, severityId, nowStatus,
                new Times(time, startTime, endTime), message, desc,
                new Body(metadata, cloud, assigneeGroup, findingInfoList, unmapped.iamwatch().with(workflow)));
    }

    private static User assignee(Workflow workflow) {
        return workflow.assignee() == null ? null : new User(workflow.assignee(), null, null, null, null, null);
    }

    private static String caption(Verdict verdict) {
        return verdict == null ? null : verdict.caption();
    }

    /** The times of an incident, see its own parameters of those names. */
    public record Times(long time, long startTime, long endTime) {
    }

    /** The parts of an incident that are objects. */
    public record Body(Metadata metadata, Cloud cloud, Group assigneeGroup, List<FindingInfo> findingInfoList,
            Details details) {
    }
}
