package io.iamwatch.contracts.finding;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/** Findings as services write them, for tests of whoever reads them. */
public final class Findings {

    /** 2024-08-01T13:33:28Z, the second of the canonical attack. */
    public static final long ATTACK_TIME = 1722519208000L;

    private Findings() {
    }

    /** Returns an alert of the canonical attack, with the real records as evidence. */
    public static DetectionFinding alert() {
        return alert("4f".repeat(32), List.of(evidence("CreateUser", 7), evidence("AttachUserPolicy", 5)));
    }

    /** Returns the same alert under another uid and with other evidences. */
    public static DetectionFinding alert(String uid, List<Evidence> evidences) {
        return DetectionFinding.of(Activity.CREATE, Severity.CRITICAL, null, ATTACK_TIME + 60_000, ATTACK_TIME,
                ATTACK_TIME, "user malicious-iam-user became an administrator", body(uid, evidences));
    }

    /** Returns an alert that tells what a new administrator did, and what it still can do. */
    public static DetectionFinding activeAlert() {
        var activity = new AdminActivity(ATTACK_TIME, ATTACK_TIME + 1, 7, 1, ATTACK_TIME, ATTACK_TIME,
                new AdminActivity.Login(ATTACK_TIME, ATTACK_TIME, 1, null, "192.0.2.1"),
                List.of(new AdminActivity.Service("s3", ATTACK_TIME, ATTACK_TIME, 6, 1)), 1,
                List.of(new AdminActivity.Source("192.0.2.1", ATTACK_TIME, ATTACK_TIME, 6, true)), 1,
                List.of(new AdminActivity.Key("AKIA1", ATTACK_TIME, "user christophe", null, null, 0)), 1,
                List.of(new AdminActivity.Session("ASIA1", "AssumeRole", "arn:aws:sts::1:assumed-role/ops/x", "AKIA1",
                        ATTACK_TIME, ATTACK_TIME, ATTACK_TIME, 2)),
                1);
        var succeeding = new StillSucceeding(ATTACK_TIME, 2, ATTACK_TIME, ATTACK_TIME, List.of("s3"));
        DetectionFinding.Body body = body("5e".repeat(32), List.of(evidence("CreateUser", 7)));
        return DetectionFinding.of(Activity.UPDATE, Severity.LOW, null, ATTACK_TIME + 60_000, ATTACK_TIME, ATTACK_TIME,
                "user malicious-iam-user is active",
                new DetectionFinding.Body(body.metadata(), body.cloud(), body.findingInfo(), body.resources(),
                        body.evidences(), body.details().with(activity, succeeding)));
    }

    private static DetectionFinding.Body body(String uid, List<Evidence> evidences) {
        var metadata = new Ocsf.Metadata(Ocsf.VERSION, new Ocsf.Product("iamwatch", "iamwatch", "engine-1"),
                List.of("rules:ab"));
        var cloud = new Ocsf.Cloud("AWS", Ocsf.Account.aws("229654561268"), "ap-isob-central-3r");
        var attack = new Ocsf.Attack("17", new Ocsf.Named("TA0003", "Persistence"),
                new Ocsf.Named("T1136", "Create Account"), new Ocsf.Named("T1136.003", "Cloud Account"));
        var related = evidences.stream().map(evidence -> new Ocsf.RelatedEvent(evidence.uid(), evidence.name(),
                "christophe called " + evidence.name(), ATTACK_TIME)).toList();
        var info = new Ocsf.FindingInfo(uid, "New administrator: malicious-iam-user", "what happened",
                Ocsf.Analytic.rule("new-admin-user", "New administrator", "cd"), List.of(attack), related,
                related.size(), ATTACK_TIME + 60_000, ATTACK_TIME, ATTACK_TIME);
        var resource = new Ocsf.Resource("malicious-iam-user",
                "arn:aws:iam::229654561268:user/malicious-iam-user", "AIDAL1XMLVWIUOK8KAF0", "AWS::IAM::User");
        var details = new DetectionFinding.Details(ATTACK_TIME, ATTACK_TIME, "FULL_ADMIN", false, false, false, false,
                true, true, false, false, "may do everything", List.of(), 0, null, null,
                related.stream().map(Ocsf.RelatedEvent::title).toList(),
                List.of("session policies"), false, evidences.size());
        return new DetectionFinding.Body(metadata, cloud, info, List.of(resource), evidences, details);
    }

    /** Returns a real record of the canonical attack as evidence. */
    public static Evidence evidence(String eventName, long offset) {
        JsonNode record = records().stream().filter(it -> it.path("eventName").asText().equals(eventName)).findFirst()
                .orElseThrow();
        return evidence(record, offset);
    }

    /** Returns a CloudTrail record as evidence. */
    public static Evidence evidence(JsonNode record, long offset) {
        JsonNode identity = record.path("userIdentity");
        var user = new Ocsf.User(identity.path("userName").asText("?"), identity.path("type").asText(null),
                identity.path("arn").asText(null), null, null, null);
        return new Evidence("cloudtrail.identity/8/" + offset, record.path("eventName").asText(),
                new Ocsf.Actor(user, new Ocsf.Session(null, null, null), null),
                new Ocsf.Api(record.path("eventName").asText(), new Ocsf.Service("iam.amazonaws.com"), null),
                new Ocsf.Endpoint(record.path("sourceIPAddress").asText("?"), null),
                new Ocsf.HttpRequest(record.path("userAgent").asText(null)), record);
    }

    /** Returns so many evidences with that record. */
    public static List<Evidence> evidences(int count, JsonNode record) {
        return IntStream.range(0, count).mapToObj(i -> evidence(record, i)).toList();
    }

    private static List<JsonNode> records() {
        try (InputStream file = Findings.class.getResourceAsStream("/cloudtrail/stratus-red-team.jsonl")) {
            return new String(file.readAllBytes(), UTF_8).lines().filter(line -> line.contains("malicious-iam-user"))
                    .map(Findings::json).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonNode json(String line) {
        try {
            return FindingJson.MAPPER.readTree(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
