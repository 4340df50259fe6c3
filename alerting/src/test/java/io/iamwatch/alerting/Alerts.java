package io.iamwatch.alerting;

import static io.iamwatch.contracts.finding.Findings.ATTACK_TIME;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.contracts.finding.Severity;
import java.util.List;

/**
 * Alerts of the canonical attack and its variations, as the detector writes them.
 *
 * @param born seconds from the attack's second to the birth; null where it was not seen
 * @param granted seconds from the attack's second to the grant
 */
public record Alerts(String uid, String rule, Severity severity, Activity activity, String supersededBy, Integer born,
        int granted, String user, String creator, String granter, Boolean mfa, String agent) {

    /** The account of the attack. */
    public static final String ACCOUNT = "229654561268";
    /** The key of the principal that the attack is about. */
    public static final String KEY = ACCOUNT + "/user:malicious-iam-user";

    /** Returns the canonical attack: all in one second. */
    public static Alerts attack() {
        return new Alerts("4f2c8d1e".repeat(8), "new-admin-user", Severity.CRITICAL, Activity.CREATE, null, 0, 0,
                "malicious-iam-user", "christophe", "christophe", null, "stratus-red-team_6bf00313");
    }

    /** Returns what the detector said before the birth arrived. */
    public static Alerts unborn() {
        return new Alerts("a0b1c2d3".repeat(8), "admin-granted", Severity.HIGH, Activity.CREATE, null, null, 0,
                "malicious-iam-user", null, "christophe", null, "stratus-red-team_6bf00313");
    }

    /** Returns the same alert under another uid. */
    public Alerts uid(String other) {
        return new Alerts(other, rule, severity, activity, supersededBy, born, granted, user, creator, granter, mfa,
                agent);
    }

    /** Returns the same alert with another severity. */
    public Alerts severity(Severity other) {
        return new Alerts(uid, rule, other, activity, supersededBy, born, granted, user, creator, granter, mfa, agent);
    }

    /** Returns the same alert, updated. */
    public Alerts updated() {
        return new Alerts(uid, rule, severity, Activity.UPDATE, null, born, granted, user, creator, granter, mfa,
                agent);
    }

    /** Returns the same alert, closed because another one tells its story; or retracted where that is null. */
    public Alerts closed(String by) {
        return new Alerts(uid, rule, severity, Activity.CLOSE, by, born, granted, user, creator, granter, mfa, agent);
    }

    /** Returns the same alert with other times, in seconds from the attack's second. */
    public Alerts times(Integer otherBorn, int otherGranted) {
        return new Alerts(uid, rule, severity, activity, supersededBy, otherBorn, otherGranted, user, creator, granter,
                mfa, agent);
    }

    /** Returns the same alert with other people in it. */
    public Alerts people(String otherUser, String otherCreator, String otherGranter, Boolean otherMfa,
            String otherAgent) {
        return new Alerts(uid, rule, severity, activity, supersededBy, born, granted, otherUser, otherCreator,
                otherGranter, otherMfa, otherAgent);
    }

    /** Returns the version of it that the record at that offset triggered. */
    public AlertVersion at(long offset) {
        return new AlertVersion(KEY, ceId(offset), finding());
    }

    /** Returns the version that the record at that offset triggered, which arrived so many seconds after the attack. */
    public AlertVersion at(long offset, int arrived) {
        return new AlertVersion(KEY, ceId(offset), finding(ATTACK_TIME + arrived * 1000L));
    }

    /** Returns the {@code ce_id} of the version that the record at that offset triggered. */
    public String ceId(long offset) {
        return uid + "/cloudtrail.identity/8/" + offset;
    }

    /** Returns the alert. */
    public DetectionFinding finding() {
        return finding(ATTACK_TIME + 60_000);
    }

    private DetectionFinding finding(long time) {
        List<Evidence> evidences = born == null
                ? List.of(evidence("AttachUserPolicy", granter, 5))
                : List.of(evidence("CreateUser", creator, 7), evidence("AttachUserPolicy", granter, 5));
        List<Ocsf.RelatedEvent> links = evidences.stream().map(this::link).toList();
        long ta = ATTACK_TIME + granted * 1000L;
        Long tb = born == null ? null : Long.valueOf(ATTACK_TIME + born * 1000L);
        long start = tb == null ? ta : Math.min(ta, tb);
        long end = tb == null ? ta : Math.max(ta, tb);
        var info = new Ocsf.FindingInfo(uid, "New administrator: " + user + " in " + ACCOUNT, "the detector's words",
                Ocsf.Analytic.rule(rule, "New administrator", "ab".repeat(32)),
                List.of(new Ocsf.Attack("17", new Ocsf.Named("TA0003", "Persistence"),
                        new Ocsf.Named("T1136", "Create Account"), new Ocsf.Named("T1136.003", "Cloud Account"))),
                links, links.size(), ATTACK_TIME + 60_000, start, end);
        var details = new DetectionFinding.Details(ta, tb, "FULL_ADMIN", false, born == null, false, false,
                born != null && born == granted, true, false, false, "may do everything", List.of(), 0, null,
                supersededBy,
                links.stream().map(Ocsf.RelatedEvent::title).toList(),
                List.of("service control policies, resource policies and session policies are not in CloudTrail: "
                        + "the grade is an upper bound"),
                false, evidences.size());
        var resource = new Ocsf.Resource(user, born == null ? null : "arn:aws:iam::" + ACCOUNT + ":user/" + user,
                born == null ? null : "AIDAL1XMLVWIUOK8KAF0", "AWS::IAM::User");
        var body = new DetectionFinding.Body(
                new Ocsf.Metadata(Ocsf.VERSION, new Ocsf.Product("iamwatch", "iamwatch", "engine-1"),
                        List.of("engine:engine-1")),
                new Ocsf.Cloud("AWS", Ocsf.Account.aws(ACCOUNT), "us-east-1"), info, List.of(resource), evidences,
                details);
        String why = activity == Activity.CLOSE ? "retracted: an event that came later shows otherwise" : null;
        return DetectionFinding.of(activity, severity, why, time, start, end, "the detector's words",
                body);
    }

    private Evidence evidence(String operation, String actor, long offset) {
        return new Evidence("cloudtrail.identity/8/" + offset, operation,
                new Ocsf.Actor(new Ocsf.User(actor, "IAMUser", "arn:aws:iam::" + ACCOUNT + ":user/" + actor, null, null,
                        null), new Ocsf.Session(null, null, mfa), null),
                new Ocsf.Api(operation, new Ocsf.Service("iam.amazonaws.com"), null),
                new Ocsf.Endpoint("75.50.255.67", null), new Ocsf.HttpRequest(agent),
                JsonNodeFactory.instance.objectNode().put("eventName", operation));
    }

    private Ocsf.RelatedEvent link(Evidence evidence) {
        boolean birth = evidence.name().equals("CreateUser");
        String step = birth
                ? creator + " created user " + user + " (AIDAL1XMLVWIUOK8KAF0)"
                : granter + " attached AdministratorAccess to user " + user;
        return new Ocsf.RelatedEvent(evidence.uid() + "/event", evidence.name(), step,
                ATTACK_TIME + (birth ? born : granted) * 1000L);
    }
}
