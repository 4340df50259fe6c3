package io.iamwatch.detector.rules;

import static io.iamwatch.contracts.finding.Severity.CRITICAL;
import static io.iamwatch.contracts.finding.Severity.HIGH;
import static io.iamwatch.contracts.finding.Severity.LOW;
import static io.iamwatch.contracts.finding.Severity.MEDIUM;

import io.iamwatch.contracts.finding.Severity;
import java.time.Duration;
import java.util.List;

/**
 * What a rule is, whatever a file says of it.
 *
 * @param finds what it finds, one sentence
 * @param cases the severities of its cases, in words; empty where all cases have one severity
 * @param defaults how it stands when a file does not mention it; a setting that is null there is one that it lacks
 * @param techniques MITRE ATT&amp;CK techniques
 */
record RuleProfile(String finds, String cases, Rule defaults, List<String> techniques) {

    private static final String CREATION = "T1136.003";
    private static final String GRANT = "T1098.003";
    private static final String CREDENTIAL = "T1098.001";
    private static final String IMPAIRMENT = "T1562.008";
    private static final String VALID_ACCOUNT = "T1078.004";

    static RuleProfile of(RuleId rule) {
        return switch (rule) {
            case NEW_ADMIN_USER -> new RuleProfile("A user became an administrator, by whatever path, not later than "
                    + "the window after it was created.", "", new Rule(true, CRITICAL, Duration.ofDays(7), null),
                    List.of(CREATION, GRANT));
            case ADMIN_GRANTED -> new RuleProfile("A user, group or role became an administrator, and no creation of "
                    + "it was seen inside the window of new-admin-user.",
                    "users and groups high; roles high where their trust names a foreign account or everybody, "
                            + "informational under aws-reserved/ and aws-service-role/, otherwise low",
                    plain(HIGH), List.of(GRANT));
            case SELF_ESCALATION -> new RuleProfile("Somebody widened its own rights, or those of the role that it "
                    + "works under.", "", plain(HIGH), List.of(GRANT));
            case UNRESOLVED_GRANT -> new RuleProfile("Rights were granted whose content is not known, so that nobody "
                    + "can say whether they make an administrator.",
                    "high where CloudTrail left out the call's parameters for their size; low for a group or policy "
                            + "whose content was never seen",
                    plain(HIGH), List.of(GRANT));
            case INDIRECT_ADMIN_PATH -> new RuleProfile("A principal that is no administrator obtained rights that "
                    + "lead to one through a service.", "", plain(LOW), List.of(GRANT));
            case USER_CREATED_OUTSIDE_AUTOMATION -> new RuleProfile("Somebody other than the declared automation "
                    + "created a user.", "", new Rule(false, MEDIUM, null, null), List.of(CREATION));
            case CREDENTIAL_FOR_OTHER_USER -> new RuleProfile("Somebody made or re-activated a credential of another "
                    + "user, or took away its MFA.",
                    "high where that user is an administrator, medium where it is INDIRECT or its grade is unknown, "
                            + "otherwise low",
                    plain(HIGH), List.of(CREDENTIAL));
            case DENIED_IAM_ATTEMPTS -> new RuleProfile("One actor was denied IAM writes as often as the threshold "
                    + "says, inside the window.", "", new Rule(true, MEDIUM, Duration.ofHours(3), 5),
                    List.of(CREATION, GRANT, CREDENTIAL));
            case IDENTITY_CENTER_GRANT -> new RuleProfile("IAM Identity Center gave somebody a permission set in an "
                    + "account, or widened one.", "", plain(MEDIUM), List.of(GRANT));
            case AUDIT_TRAIL_TAMPERING -> new RuleProfile("Somebody stopped or weakened what records or watches the "
                    + "account. All calls of one actor in one window are one alert; windows follow each other from "
                    + "midnight UTC of 1970 on.",
                    "high where a trail, GuardDuty, Config or Security Hub is stopped, deleted or cut off; medium "
                            + "where it is changed or filtered; low for calls on what may carry a trail (buckets, log "
                            + "groups, streams, event rules, keys), which mostly are everyday work",
                    new Rule(true, HIGH, Duration.ofDays(1), null), List.of(IMPAIRMENT));
            case NEW_ADMIN_CONTAINED -> new RuleProfile("Something was done against a user of whom new-admin-user or "
                    + "admin-granted tells, not later than the window after it became an administrator.",
                    "informational where it was deleted, or is no administrator any more and either denied "
                            + "everything or without a credential that was seen and is active; low where only some of "
                            + "that is so; medium where all of it was undone",
                    new Rule(true, MEDIUM, Duration.ofDays(7), null), List.of());
            case NEW_ADMIN_ACTIVE -> new RuleProfile("A user of whom new-admin-user or admin-granted tells, or a "
                    + "session that it asked for, called something, not later than the window after it became an "
                    + "administrator.", "", new Rule(true, LOW, Duration.ofDays(7), null), List.of(VALID_ACCOUNT));
        };
    }

    private static Rule plain(Severity severity) {
        return new Rule(true, severity, null, null);
    }

    boolean hasWindow() {
        return defaults.window() != null;
    }

    boolean hasThreshold() {
        return defaults.threshold() != null;
    }
}
