package io.iamwatch.contracts.finding;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertBoundsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Six bytes of JSON for one character. */
    private static final String COSTLY = "\u0001";

    @Test
    void anOrdinaryAlertIsLeftAsItIs() {
        DetectionFinding alert = Findings.alert();
        assertThat(AlertBounds.fit(alert)).isSameAs(alert);
    }

    static Stream<Arguments> enormous() {
        DetectionFinding alert = Findings.alert();
        String text = COSTLY.repeat(60_000);
        return Stream.of(
                Arguments.of("thousands of evidences", with(Findings.evidences(5000, record("x")))),
                Arguments.of("50 evidences of 16 KiB", with(Findings.evidences(50, record("x".repeat(16_000))))),
                Arguments.of("one evidence of 10 MiB", with(Findings.evidences(1, record("x".repeat(10 << 20))))),
                Arguments.of("deep nesting", with(Findings.evidences(1, nested(999)))),
                Arguments.of("50 evidences of enormous texts", with(nCopies(50, evidence(text)))),
                Arguments.of("message", changed(alert, "message", JSON.textNode(text))),
                Arguments.of("title", changed(alert, "finding_info/title", JSON.textNode(text))),
                Arguments.of("target", changed(alert, "resources/0/name", JSON.textNode(text))),
                Arguments.of("path of many", changed(alert, "unmapped/iamwatch/path", texts(300_000, "x"))),
                Arguments.of("path of long", changed(alert, "unmapped/iamwatch/path", texts(10, text))),
                Arguments.of("labels", changed(alert, "metadata/labels", texts(300, COSTLY.repeat(1024)))),
                Arguments.of("related events", changed(alert, "finding_info/related_events", relatedEvents(500))),
                Arguments.of("everything", everything(alert)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("enormous")
    void anEnormousAlertIsCutAndSaysSo(String what, DetectionFinding enormous) throws JsonProcessingException {
        DetectionFinding fitting = AlertBounds.fit(enormous);
        byte[] json = FindingJson.MAPPER.writeValueAsBytes(fitting);
        assertThat(json.length).as(what).isLessThanOrEqualTo(AlertBounds.MAX_ALERT_BYTES);
        assertThat(fitting.details().truncated()).isTrue();
        assertThat(fitting.evidences()).hasSizeLessThanOrEqualTo(AlertBounds.MAX_EVIDENCES);
        assertThat(fitting.findingInfo().uid()).isEqualTo(enormous.findingInfo().uid());
        assertThat(fitting.details().evidencesTotal()).isEqualTo(enormous.details().evidencesTotal());
        assertThat(AlertBounds.fit(fitting)).as("fits").isEqualTo(fitting);
        OcsfSchema.assertValid(json);
    }

    @Test
    void rawRecordsAreCutBeforeWhoDidItAndFromTheEnd() {
        DetectionFinding fitting = AlertBounds.fit(with(Findings.evidences(50, record("x".repeat(16_000)))));
        assertThat(fitting.evidences()).hasSize(50);
        assertThat(fitting.evidences()).first().extracting(Evidence::data).isNotNull();
        assertThat(fitting.evidences()).last().extracting(Evidence::data).isNull();
        assertThat(fitting.evidences()).allSatisfy(evidence -> assertThat(evidence.actor()).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "öäü"})
    void aShortTextStays(String text) {
        assertThat(AlertBounds.cut(text)).isEqualTo(text);
    }

    @Test
    void aLongTextEndsInAnEllipsisAndNeverInHalfACodePoint() {
        assertThat(AlertBounds.cut(null)).isNull();
        assertThat(AlertBounds.cut("x".repeat(1024))).isEqualTo("x".repeat(1024));
        assertThat(AlertBounds.cut("x".repeat(1025))).isEqualTo("x".repeat(1023) + "…");
        assertThat(AlertBounds.cut("x" + "😀".repeat(600))).isEqualTo("x" + "😀".repeat(511) + "…");
        assertThat(AlertBounds.cut("😀".repeat(600))).isEqualTo("😀".repeat(511) + "…");
    }

    private static DetectionFinding with(List<Evidence> evidences) {
        return Findings.alert("4f".repeat(32), evidences);
    }

    private static Evidence evidence(String text) {
        ObjectNode record = record("x");
        record.put("eventName", text).put("sourceIPAddress", text).put("userAgent", text);
        return Findings.evidence(record, 1).withData(null);
    }

    private static ObjectNode record(String padding) {
        return JSON.objectNode().put("eventName", "CreateUser").put("sourceIPAddress", "10.0.0.1").put("padding",
                padding);
    }

    private static JsonNode nested(int depth) {
        JsonNode node = record("x");
        for (int i = 0; i < depth; i++) {
            node = JSON.objectNode().put("eventName", "CreateUser").set("a", node);
        }
        return node;
    }

    private static ArrayNode texts(int count, String text) {
        ArrayNode texts = JSON.arrayNode();
        IntStream.range(0, count).forEach(i -> texts.add(text));
        return texts;
    }

    private static ArrayNode relatedEvents(int count) {
        ArrayNode events = JSON.arrayNode();
        IntStream.range(0, count).forEach(i -> events.addObject().put("uid", "uid" + i).put("type", "CreateUser")
                .put("title", COSTLY.repeat(1000)).put("first_seen_time", 1));
        return events;
    }

    private static DetectionFinding everything(DetectionFinding alert) {
        String text = COSTLY.repeat(2000);
        DetectionFinding all = Findings.alert(alert.findingInfo().uid(), nCopies(300, evidence(text)));
        for (String place : List.of("message", "status_detail", "finding_info/title", "finding_info/desc",
                "cloud/region", "resources/0/name", "resources/0/uid", "metadata/product/version")) {
            all = changed(all, place, JSON.textNode(text));
        }
        for (String place : List.of("metadata/labels", "unmapped/iamwatch/path", "unmapped/iamwatch/blind_spots")) {
            all = changed(all, place, texts(300, text));
        }
        return changed(all, "finding_info/related_events", relatedEvents(300));
    }

    private static DetectionFinding changed(DetectionFinding alert, String place, JsonNode value) {
        ObjectNode tree = FindingJson.MAPPER.valueToTree(alert);
        int last = place.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) (last < 0 ? tree : tree.at("/" + place.substring(0, last)));
        parent.set(place.substring(last + 1), value);
        try {
            return FindingJson.MAPPER.treeToValue(tree, DetectionFinding.class);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(failure);
        }
    }
}
