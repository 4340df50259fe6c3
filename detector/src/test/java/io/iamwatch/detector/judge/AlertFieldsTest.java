package io.iamwatch.detector.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.detection.Finding;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an alert tells beside its path, as a consumer reads it. Events are lines of scenario files. */
class AlertFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIDENCE = "/evidences/1";
    private static final String OTHERS = "/unmapped/iamwatch/others";

    /** Both CreateUser and AttachUserPolicy, unless something else is said. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # who created it granted, too; it is the role that counts, not the session
            by=eva/AIDAEVA    | by=eva/AIDAEVA    | /unmapped/iamwatch/same_actor  | true
            by=role/ci        | by=role/ci        | /unmapped/iamwatch/same_actor  | true
            by=eva/AIDAEVA    | by=adam/AIDAADAM  | /unmapped/iamwatch/same_actor  | false
            by=eva/AIDAEVA    | by=role/ci        | /unmapped/iamwatch/same_actor  | false
            # with MFA or not; nothing is said of what nobody knows
            mfa=true          | mfa=true          | /evidences/1/actor/session/is_mfa | true
            mfa=true          | mfa=false         | /evidences/1/actor/session/is_mfa | false
            mfa=true          | key=AKIAX         | /evidences/1/actor/session/is_mfa |
            # from where: an address, or a service
            key=AKIAX         | from=2001:db8::7  | /evidences/1/src_endpoint/ip       | "2001:db8::7"
            key=AKIAX         | from=2001:db8::7  | /evidences/1/src_endpoint/svc_name |
            key=AKIAX         | by=service/cloudformation.amazonaws.com | /evidences/1/src_endpoint/svc_name \
            | "cloudformation.amazonaws.com"
            key=AKIAX         | by=service/cloudformation.amazonaws.com | /evidences/1/src_endpoint/ip |
            key=AKIAX         | by=service/cloudformation.amazonaws.com | /evidences/1/actor/invoked_by \
            | "cloudformation.amazonaws.com"
            """)
    void whoDidItAndFromWhere(String creation, String grant, String field, String expected) throws IOException {
        JsonNode alert = alert("new-admin-user", "10 create eve AIDAEVE " + creation,
                "14 attach eve AdministratorAccess " + grant);
        assertThat(alert.at(EVIDENCE + "/name").textValue()).isEqualTo("AttachUserPolicy");
        JsonNode told = alert.at(field);
        assertThat(told).isEqualTo(expected == null ? MissingNode.getInstance() : JSON.readTree(expected));
    }

    /** The techniques of all links, in their order, each once. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            new-admin-user            | T1136.003,T1098.003 | 10 create eve AIDAEVE; 14 attach eve AdministratorAccess
            admin-granted             | T1098.003           | 14 attach eve AdministratorAccess
            credential-for-other-user | T1098.001           | 14 create-key eve; 15 create-login eve
            credential-for-other-user | T1098.001           | 14 deactivate-mfa eve
            unresolved-grant          | T1098.003           | 14 omitted PutUserPolicy
            """)
    void techniquesAreThoseOfItsLinks(String rule, String techniques, String lines) {
        assertThat(alert(rule, lines.split("; ", -1)).at("/finding_info/attacks"))
                .extracting(attack -> attack.at("/sub_technique/uid").textValue())
                .containsExactly(techniques.split(",", -1));
    }

    @Test
    void whatNobodySawIsSaid() {
        String bound = "5 put-user-boundary eve own/fence";
        JsonNode seen = alert("admin-granted", "3 create-policy fence ANPAFENCE full", bound,
                "14 attach eve AdministratorAccess");
        JsonNode unseen = alert("admin-granted", bound, "14 attach eve AdministratorAccess");
        assertThat(blindSpots(seen)).singleElement().asString().contains("the grade is an upper bound");
        assertThat(blindSpots(unseen)).hasSize(2).last().asString()
                .isEqualTo("a permissions boundary whose content was never seen may cap this");
    }

    private static List<String> blindSpots(JsonNode alert) {
        return alert.at("/unmapped/iamwatch/blind_spots").valueStream().map(JsonNode::textValue).toList();
    }

    @Test
    void theOthersOfAGroupAreListed() {
        List<String> lines = new ArrayList<>(List.of("1 create-group ops AGPAOPS", "10 create eve AIDAEVE",
                "11 add-user ops eve", "11 add-user ops bob", "12 add-user ops carl", "13 remove-user ops carl",
                "20 attach-group ops AdministratorAccess"));
        JsonNode group = alert("admin-granted", lines.toArray(String[]::new));
        assertThat(group.at("/resources/0/type").textValue()).isEqualTo("AWS::IAM::Group");
        assertThat(group.at(OTHERS)).extracting(JsonNode::textValue).containsExactly("bob", "eve");
        assertThat(group.at(OTHERS + "_total").intValue()).isEqualTo(2);
        assertThat(group.path("message").textValue()).endsWith("; members: bob, eve");

        lines.addAll(6, IntStream.range(10, 10 + 2 * Finding.MAX_OTHERS).mapToObj(i -> "14 add-user ops u" + i)
                .toList());
        JsonNode large = alert("admin-granted", lines.toArray(String[]::new));
        assertThat(large.at(OTHERS)).hasSize(Finding.MAX_OTHERS);
        assertThat(large.at(OTHERS + "_total").intValue()).isEqualTo(2 * Finding.MAX_OTHERS + 2);
        assertThat(large.path("message").textValue()).endsWith("; members: bob, eve, u10, u100, u101 and 97 more");
    }

    /** Returns the last version of the one alert of that rule. */
    private static JsonNode alert(String rule, String... lines) {
        List<String> told = new ArrayList<>(List.of(lines));
        told.add("expect nothing");
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, KeyValues.inMemory());
        Map<String, JsonNode> alerts = new TreeMap<>();
        for (Scenario.Arrival arrival : Scenario.of("alert", told).arrivals()) {
            Origin origin = new Origin(Topics.IDENTITY.name(), 0, 0, arrival.arrivalMillis(), null);
            Reading read = judge.read(arrival.record(), arrival.account(), origin);
            judge.judge(((Reading.Relevant) read).event(), arrival.record()).alerts().stream()
                    .map(version -> json(version.alert()))
                    .filter(alert -> alert.at("/finding_info/analytic/uid").textValue().equals(rule))
                    .forEach(alert -> alerts.put(alert.at("/finding_info/uid").textValue(), alert));
        }
        assertThat(alerts).hasSize(1);
        return alerts.values().iterator().next();
    }

    private static JsonNode json(DetectionFinding alert) {
        byte[] bytes = JsonSerde.alerts().serializer().serialize(Topics.ALERTS.name(), alert);
        OcsfSchema.assertValid(bytes);
        try {
            return JSON.readTree(bytes);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
