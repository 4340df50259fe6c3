package io.iamwatch.detector.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.detection.Finding;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.detection.Standing;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.RuleId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the histories of the first format: users alone, whose facts are creations, deletions, attachments and
 * detachments, and hold the records that they quote. Those records are not taken over: evidence names their
 * position and hash.
 */
final class FirstVersion {

    static final byte VERSION = 1;

    private static final Map<String, String> CHANGES = Map.of("user-created", "born", "user-deleted", "gone",
            "policy-attached", "attached", "policy-detached", "detached");

    private FirstVersion() {
    }

    static Node node(ObjectMapper json, byte[] bytes) throws IOException {
        JsonNode history = json.readTree(bytes, 1, bytes.length - 1);
        List<Fact> facts = new ArrayList<>();
        for (JsonNode fact : history.path("facts")) {
            ObjectNode change = (ObjectNode) fact.path("event").path("change");
            change.put("change", CHANGES.get(change.path("change").textValue()));
            change.putObject("subject").put("kind", "user").set("name", change.remove("userName"));
            change.set("uniqueId", change.remove("userId"));
            ((ObjectNode) fact.path("event")).remove("record");
            facts.add(json.treeToValue(fact, Fact.class));
        }
        List<Standing> standing = new ArrayList<>();
        for (JsonNode alert : history.path("standing")) {
            standing.add(new Standing(finding(json, alert.path("finding")), alert.path("created").longValue(),
                    Subject.user(alert.path("finding").path("target").path("name").asText())));
        }
        return new Node(facts, standing, null, List.of(), List.of(), List.of(), List.of(),
                null, null);
    }

    private static Finding finding(ObjectMapper json, JsonNode finding) throws IOException {
        JsonNode target = finding.path("target");
        List<EventId> links = new ArrayList<>();
        for (JsonNode link : (ArrayNode) finding.path("links")) {
            links.add(json.treeToValue(link, EventId.class));
        }
        Finding.Flags flags = new Finding.Flags(finding.path("stillAdmin").asBoolean(),
                finding.path("provisional").asBoolean(), finding.path("orderUnknown").asBoolean(),
                finding.path("late").asBoolean(), finding.path("future").asBoolean(), false, false, false);
        return new Finding(finding.path("uid").asText(), json.treeToValue(finding.path("rule"), RuleId.class),
                json.treeToValue(finding.path("severity"), Severity.class),
                new Finding.Target(target.path("account").asText(), EntityKind.USER, target.path("name").asText(),
                        target.path("userId").textValue(), target.path("arn").textValue()),
                finding.path("ta").longValue(), finding.has("tb") ? finding.path("tb").longValue() : null,
                Grade.valueOf(finding.path("grade").asText()), false, "may do everything", links, flags, List.of(), 0,
                null);
    }
}
