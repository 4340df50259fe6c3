package io.iamwatch.contracts.topic;

import java.time.Duration;
import java.util.List;

/**
 * Every topic, in the order in which data flows through them. Topics are created from this list; services, tools
 * and tests take names from here and from nowhere else.
 */
public final class Topics {

    /**
     * Partitions of every topic unless an installation says otherwise when it creates them. All topics have one count,
     * fixed at creation: an account lies in the partition of the same number everywhere.
     */
    public static final int DEFAULT_PARTITIONS = 12;

    /** CloudTrail records that change identities or the audit trail. Small, and what replays read: kept for ever. */
    public static final Topic IDENTITY = new Topic("cloudtrail.identity", Topic.Key.ACCOUNT, new Topic.Cleanup.Never(),
            "CloudTrail records that change identities or the audit trail");

    /** Other management events made by long-lived identities: what a new user did next. */
    public static final Topic USERS = new Topic("cloudtrail.users", Topic.Key.ACCOUNT, days(30),
            "other management events made by long-lived identities");

    /** Every other record, data events among them; can be switched off at ingest. */
    public static final Topic ACTIVITY = new Topic("cloudtrail.activity", Topic.Key.ACCOUNT, days(7),
            "every other CloudTrail record");

    /** Backfilled records. The live detector never reads it, or last year would page someone. */
    public static final Topic HISTORY = new Topic("cloudtrail.history", Topic.Key.ACCOUNT, new Topic.Cleanup.Never(),
            "backfilled CloudTrail records, for replays only");

    /** What is no CloudTrail record: original bytes of the smallest failing unit, reason in the headers. */
    public static final Topic REJECTED = new Topic("cloudtrail.rejected", Topic.Key.SOURCE_POSITION, days(30),
            "original bytes of what could not be used, with the reason");

    /**
     * Positions of source records that yielded no record for any other topic. Under exactly-once Connect stores a
     * position only with a record.
     */
    public static final Topic PROGRESS = new Topic("iamwatch.progress", Topic.Key.SOURCE_POSITION,
            new Topic.Cleanup.Compact(), "marks that carry a source position forward where there was nothing to say");

    /** How much of each archive file was backfilled, committed with the records themselves. */
    public static final Topic BACKFILL = new Topic("iamwatch.backfill", Topic.Key.SOURCE_POSITION,
            new Topic.Cleanup.Compact(), "how much of each archive file is in cloudtrail.history");

    /** IAM snapshots of accounts, in parts, append-only. */
    public static final Topic BASELINE = new Topic("iamwatch.baseline", Topic.Key.ACCOUNT, new Topic.Cleanup.Never(),
            "IAM snapshots of accounts, in parts");

    /** Which rules were in force from which offset on, append-only. */
    public static final Topic RULES = new Topic("iamwatch.rules", Topic.Key.PARTITION, new Topic.Cleanup.Never(),
            "rules in force, with the first offset evaluated under them");

    /** Every version of every alert: OCSF 1.5 Detection Findings. The topic that a SOC watches. */
    public static final Topic ALERTS = new Topic("iamwatch.alerts", Topic.Key.ACCOUNT_AND_REST,
            new Topic.Cleanup.Never(), "alerts, every version: OCSF 1.5 Detection Finding");

    /**
     * Alerts about the canary's users, which no person is told of: their coming is what tells that the way works. See
     * {@link io.iamwatch.contracts.canary.CanaryMark}.
     */
    public static final Topic CANARY = new Topic("iamwatch.canary", Topic.Key.ACCOUNT_AND_REST, days(7),
            "alerts about the canary's users, for the canary alone");

    /**
     * What candidate rules would say, in the same form and marked. Alerting never reads it, so that nobody is paged; it
     * is for whoever compares.
     */
    public static final Topic ALERTS_SHADOW = new Topic("iamwatch.alerts.shadow", Topic.Key.ACCOUNT_AND_REST, days(30),
            "what candidate rules would alert of, every version; nobody is told");

    /** The latest state of every incident: OCSF 1.5 Incident Findings. */
    public static final Topic INCIDENTS = new Topic("iamwatch.incidents", Topic.Key.ACCOUNT_AND_REST,
            new Topic.Cleanup.Compact(), "incidents, latest state: OCSF 1.5 Incident Finding");

    /** One record for each thing that must be told to somebody, append-only. */
    public static final Topic NOTIFICATIONS = new Topic("iamwatch.notifications", Topic.Key.ACCOUNT_AND_REST, days(90),
            "what must be told, an outbox");

    /** What was sent where, when, and what was answered. */
    public static final Topic DELIVERIES = new Topic("iamwatch.deliveries", Topic.Key.ACCOUNT_AND_REST,
            new Topic.Cleanup.Compact(), "what was sent where, when, with which answer");

    /** Analysts' commands: the audit trail of an incident, and the labels of a replay. */
    public static final Topic VERDICTS = new Topic("iamwatch.verdicts", Topic.Key.ACCOUNT_AND_REST,
            new Topic.Cleanup.Never(), "analysts' commands and verdicts");

    /** All topics in flow order. */
    public static final List<Topic> IN_FLOW_ORDER = List.of(IDENTITY, USERS, ACTIVITY, HISTORY, REJECTED, PROGRESS,
            BACKFILL, BASELINE, RULES, ALERTS, ALERTS_SHADOW, CANARY, INCIDENTS, NOTIFICATIONS, DELIVERIES, VERDICTS);

    /**
     * Stands as long as topics are being rewritten, with what was begun and how far it came: no service starts then.
     * Not one of the flow.
     */
    public static final String REWRITE = "iamwatch.rewrite";

    private Topics() {
    }

    private static Topic.Cleanup days(int days) {
        return new Topic.Cleanup.After(Duration.ofDays(days));
    }
}
