package io.iamwatch.alerting.investigation;

import static io.iamwatch.contracts.finding.Findings.ATTACK_TIME;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Alerts of any rule about user eve, AIDAEVE, call by call. */
public final class Told {

    /** The key of eve. */
    public static final String KEY = "111122223333/user:eve";

    private final String rule;
    private final List<Evidence> evidences = new ArrayList<>();
    private String kind = "user";
    private String name = "eve";
    private Severity severity;
    private String how = "";
    private List<String> others = List.of();
    private Long ta;
    private boolean stillAdmin = true;
    private boolean closed;
    private AdminActivity activity;
    private StillSucceeding succeeding;

    private Told(String rule) {
        this.rule = rule;
    }

    /** Returns an alert of a rule without evidence. */
    public static Told by(String rule) {
        return new Told(rule);
    }

    /** Returns the alert that eve is an administrator: christophe made it one. */
    public static Told administrator() {
        return administrator("eve");
    }

    /** Returns the alert that a user is an administrator: christophe made it one. */
    public static Told administrator(String user) {
        Told told = new Told("new-admin-user").about("user", user);
        told.ta = ATTACK_TIME;
        return told.call(0, "christophe", "CreateUser", "{'requestParameters':{'userName':'" + user + "'}}").call(1,
                "christophe", "AttachUserPolicy", "{'requestParameters':{'userName':'" + user + "'}}");
    }

    /** Returns the alert that eve is an administrator, whom somebody else made it one. */
    public static Told madeBy(String actor) {
        Told told = new Told("new-admin-user");
        told.ta = ATTACK_TIME;
        return told.call(0, actor, "CreateUser", "{'requestParameters':{'userName':'eve'}}");
    }

    /** Adds a call; a record without quotes, or empty where it is not quoted. */
    public Told call(int second, String actor, String operation, String record) {
        return call(second, actor, operation, "iam.amazonaws.com", "10.0.0.1", null, record);
    }

    /** Adds a call with all that matters of it. */
    public Told call(int second, String actor, String operation, String service, String source, String key,
            String record) {
        boolean isIt = actor.equals(name);
        long time = ATTACK_TIME + second * 1000L;
        evidences.add(new Evidence("cloudtrail.identity/8/" + evidences.size() + rule.length() * 100, operation,
                new Ocsf.Actor(new Ocsf.User(actor, "IAMUser", isIt ? arn() : "arn:aws:iam::1:user/" + actor,
                        isIt ? "AIDA" + name.toUpperCase(java.util.Locale.ROOT) : "AIDAOTHER", key, null), null, null),
                new Ocsf.Api(operation, new Ocsf.Service(service), null), new Ocsf.Endpoint(source, null), null,
                record.isEmpty() ? null : data(record, operation, time)));
        return this;
    }

    private static ObjectNode data(String record, String operation, long time) {
        try {
            ObjectNode data = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(record.replace('\'', '"'));
            return data.put("eventName", operation).put("eventTime", Instant.ofEpochMilli(time).toString());
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new IllegalArgumentException(record, wrong);
        }
    }

    /** It is about somebody else than eve, a user or a role; before any call. */
    public Told about(String otherKind, String other) {
        kind = otherKind;
        name = other;
        return this;
    }

    /** Returns the key of whom it is about. */
    public String key() {
        return "111122223333/" + kind + ":" + name;
    }

    /** Sets how bad it is. */
    public Told severity(Severity other) {
        severity = other;
        return this;
    }

    /** Sets the words for what was found, and what goes with them. */
    public Told how(String words, String... more) {
        how = words;
        others = List.of(more);
        return this;
    }

    /** It is no administrator any more. */
    public Told lost() {
        stillAdmin = false;
        return this;
    }

    /** It was retracted. */
    public Told closed() {
        closed = true;
        return this;
    }

    /** Sets what the detector tells of what it did. */
    public Told did(AdminActivity what) {
        activity = what;
        return this;
    }

    /** Sets what the detector tells of calls that still succeed. */
    public Told still(StillSucceeding calls) {
        succeeding = calls;
        return this;
    }

    /** Returns it as the version that the record at that offset triggered. */
    public AlertVersion at(long offset) {
        return new AlertVersion(key(), rule + (name.equals("eve") ? "" : name) + "/cloudtrail.identity/8/" + offset,
                finding());
    }

    private String arn() {
        return "arn:aws:iam::111122223333:" + kind + "/" + name;
    }

    /** Returns the alert. */
    public DetectionFinding finding() {
        List<Ocsf.RelatedEvent> links = new ArrayList<>();
        for (Evidence evidence : evidences) {
            long time = evidence.data() == null
                    ? ATTACK_TIME
                    : Instant.parse(evidence.data().path("eventTime").asText()).toEpochMilli();
            links.add(new Ocsf.RelatedEvent(evidence.uid(), evidence.name(), evidence.name(), time));
        }
        var details = new DetectionFinding.Details(ta, ta, ta == null ? "LIMITED" : "FULL_ADMIN", false, false, false,
                false, false, stillAdmin, false, false, how, others, others.size(), null, null,
                evidences.stream().map(evidence -> "somebody called " + evidence.name() + " (AKIA0000)").toList(),
                List.of(), false, evidences.size()).with(activity, succeeding);
        var info = new Ocsf.FindingInfo(rule + (name.equals("eve") ? "" : name), rule, rule,
                Ocsf.Analytic.rule(rule, rule, "h"), List.of(), links,
                links.size(), ATTACK_TIME, ATTACK_TIME, ATTACK_TIME);
        return DetectionFinding.of(closed ? Activity.CLOSE : Activity.CREATE,
                severity != null ? severity : rule.equals("new-admin-user") ? Severity.CRITICAL : Severity.LOW, null,
                ATTACK_TIME, ATTACK_TIME,
                ATTACK_TIME, rule,
                new DetectionFinding.Body(
                        new Ocsf.Metadata(Ocsf.VERSION, new Ocsf.Product("iamwatch", "iamwatch", "e"), List.of()),
                        new Ocsf.Cloud("AWS", Ocsf.Account.aws("111122223333"), "us-east-1"), info,
                        List.of(new Ocsf.Resource(name, arn(), "AIDA" + name.toUpperCase(java.util.Locale.ROOT),
                                kind.equals("user") ? "AWS::IAM::User" : "AWS::IAM::Role")),
                        evidences, details));
    }
}
