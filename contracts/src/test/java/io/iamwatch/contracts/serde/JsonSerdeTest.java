package io.iamwatch.contracts.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Findings;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.finding.Seen;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.finding.StillSucceeding;
import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Notification;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSerdeTest {

    private static final String TOPIC = "iamwatch.alerts";

    @Test
    void anAlertComesBackAsItWas() {
        DetectionFinding alert = Findings.alert();
        assertThat(thereAndBack(JsonSerde.alerts(), alert)).isEqualTo(alert);
        DetectionFinding empty = Findings.alert("uid", List.of());
        assertThat(thereAndBack(JsonSerde.alerts(), empty)).as("empty lists").isEqualTo(empty);
        DetectionFinding active = Findings.activeAlert();
        assertThat(thereAndBack(JsonSerde.alerts(), active)).as("what it did next").isEqualTo(active);
    }

    @ParameterizedTest
    @EnumSource
    void anIncidentComesBackAsItWas(IncidentFinding.Status status) {
        IncidentFinding incident = incident(status);
        assertThat(thereAndBack(JsonSerde.incidents(), incident)).isEqualTo(incident);
        OcsfSchema.assertValid(incident);
    }

    @Test
    void writesTheNamesOfOcsfAndNoNulls() {
        String json = new String(JsonSerde.alerts().serializer().serialize(TOPIC, withoutRecords()), UTF_8);
        assertThat(json).contains("\"activity_id\":1", "\"severity_id\":5", "\"is_alert\":true", "\"type_uid\":200401",
                "\"finding_info\":", "\"src_endpoint\":", "\"order_unknown\":true").doesNotContain("null", "[]");
    }

    private static DetectionFinding withoutRecords() {
        return Findings.alert("uid", List.of(Findings.evidence("CreateUser", 1).withData(null)));
    }

    static Stream<IncidentCommand.Action> actions() {
        return Stream.of(new Action.Acknowledge(), new Action.Assign("ann"), new Action.Comment("<b>"),
                new Action.Snooze(7, "leave"), new Action.Resume(), new Action.Resolve(null), new Action.Reopen("no"),
                new Action.Close(Verdict.TRUE_POSITIVE, "it was"));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void carriesEveryCommand(IncidentCommand.Action action) {
        IncidentCommand command = new IncidentCommand("c-1", "i-1", "ann", 5, action);
        assertThat(thereAndBack(JsonSerde.commands(), command)).isEqualTo(command);
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryVerdictByNumberAndWord(Verdict verdict) {
        assertThat(Verdict.of(verdict.id())).isEqualTo(verdict);
        assertThat(Verdict.ofWord(verdict.word())).contains(verdict);
    }

    @Test
    void carriesNotificationsAndDeliveries() {
        var notification = new Notification("1/abc", Notification.Kind.OPENED, "1", 5, Severity.HIGH,
                List.of("new-admin-user"), true, List.of("it began"), incident(IncidentFinding.Status.NEW), null);
        assertThat(thereAndBack(JsonSerde.notifications(), notification)).isEqualTo(notification);
        var delivery = new Delivery("1/abc", "slack", Delivery.Outcome.PARKED, 7, 5, "503");
        assertThat(thereAndBack(JsonSerde.deliveries(), delivery)).isEqualTo(delivery);
    }

    @Test
    void nullStaysNull() {
        assertThat(JsonSerde.alerts().serializer().serialize(TOPIC, null)).isNull();
        assertThat(JsonSerde.alerts().deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void passesOverAttributesThatItDoesNotKnow() {
        byte[] json = JsonSerde.alerts().serializer().serialize(TOPIC, Findings.alert());
        String newer = new String(json, UTF_8).replaceFirst("\\{", "{\"from_the_future\":{\"a\":[1]},");
        assertThat(JsonSerde.alerts().deserializer().deserialize(TOPIC, newer.getBytes(UTF_8)))
                .isEqualTo(Findings.alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "{\"activity_id\":", "{\"activity_id\":77}", "[1]",
            "{\"resources\":\"secret\"}"})
    void saysWhatIsNoFindingWithoutQuotingIt(String bytes) {
        assertThatThrownBy(() -> JsonSerde.alerts().deserializer().deserialize(TOPIC, bytes.getBytes(UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessage("a record of iamwatch.alerts is not what that topic holds").hasNoCause();
    }

    private static <T> T thereAndBack(JsonSerde<T> serde, T value) {
        return serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, value));
    }

    private static Seen seen() {
        return new Seen(List.of(new AdminActivity.Service("s3", 1, 2, 3, 1)), 1,
                List.of(new AdminActivity.Source("10.0.0.1", 1, 2, 3, true)),
                List.of(new Seen.CredentialCall(Seen.CredentialKind.ACCESS_KEY, "AKIAEXAMPLE",
                        Seen.CredentialChange.MADE, 1, "christophe", "t/0/1")),
                List.of(new Seen.GuardCall("DeleteAccountPasswordPolicy", null, 1, "eve", "t/0/2")),
                List.of(new Seen.RoleUse("arn:aws:iam::1:role/deploy", 1, 2, 3)),
                List.of(new Seen.Descendant("user", "mallory", 1)), new Seen.Denied(List.of("CreateUser"), 2),
                new Seen.Measures(Seen.Extent.PARTLY, false, "is partly contained", List.of("the password")),
                new StillSucceeding(1, 2, 3, 4, List.of("s3")));
    }

    private static Investigation investigation() {
        Seen seen = seen();
        return new Investigation(true, seen.services(), 1, seen.sources(),
                List.of(new Investigation.Credential(Seen.CredentialKind.PASSWORD, null, "active", 1L, "christophe", 2L,
                        null)),
                seen.guards(), seen.roles(), seen.descendants(), seen.denied(),
                new Investigation.Contained(Seen.Extent.NO, "why",
                        List.of(new Investigation.Fact("user", Seen.Extent.NOT_VISIBLE, "why"))),
                List.of(new Investigation.Answer("which?", "this", null)));
    }

    private static IncidentFinding incident(IncidentFinding.Status status) {
        DetectionFinding alert = Findings.alert();
        var party = new IncidentFinding.Party("CreateUser", "christophe", "10.0.0.1", "cli", null, 1, "t/0/1",
                "AKIAEXAMPLE");
        var state = new IncidentFinding.AlertState("uid", "new-admin-user", Severity.HIGH, true, null, "uid/t/0/1", 2L,
                1L, "FULL_ADMIN", true, false, List.of("step"), List.of(party), seen(), "role ops");
        var details = new IncidentFinding.Details("uid", "1/user:eve", alert.resources().getFirst(), List.of(state), 1,
                List.of(), "why", IncidentFinding.Workflow.UNTOUCHED, investigation());
        return IncidentFinding.of(Activity.UPDATE, Severity.HIGH, status, new IncidentFinding.Times(3, 1, 2), "message",
                "desc", new IncidentFinding.Body(alert.metadata(), alert.cloud(), new Ocsf.Group("soc"),
                        List.of(alert.findingInfo()), details));
    }
}
