package io.iamwatch.detector.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** State that an earlier version of iamwatch wrote is read, and goes on. */
class StateFormatTest {

    private static final String ACCOUNT = "111111111111";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

    /** Bytes that the first version wrote: user eve, created at 10, AdministratorAccess at 14. */
    private static byte[] ofFirstVersion() throws IOException {
        return written(FirstVersion.VERSION, "/state/first-version-user.json");
    }

    /** Bytes that the second version wrote: the same eve, then put into group ops, then given a key. */
    private static byte[] ofSecondVersion() throws IOException {
        return written(StateFormat.SECOND_VERSION, "/state/second-version-user.json");
    }

    private static byte[] written(byte version, String resource) throws IOException {
        try (InputStream json = StateFormatTest.class.getResourceAsStream(resource)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(version);
            json.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void anAlertThatTheFirstVersionRaisedGoesOn() throws IOException {
        KeyValues store = KeyValues.inMemory();
        store.put(ACCOUNT + "|user|eve", ofFirstVersion());
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, store);
        String uid = StateFormat.node(ofFirstVersion()).node().standing().getFirst().finding().uid();
        byte[] detached = CloudTrailRecords.bytes(
                CloudTrailRecords.policy(ACCOUNT, "DetachUserPolicy", "d", Scenario.EPOCH + 20, "eve", ADMIN));
        Origin origin = new Origin("cloudtrail.identity", 0, 7, (Scenario.EPOCH + 21) * 1000, null);
        var event = ((Reading.Relevant) judge.read(detached, ACCOUNT, origin)).event();
        assertThat(judge.judge(event, detached).alerts())
                .filteredOn(version -> version.alert().findingInfo().analytic().uid().equals("new-admin-user"))
                .singleElement().satisfies(version -> {
                    assertThat(version.alert().findingInfo().uid()).isEqualTo(uid);
                    assertThat(version.alert().activityId().name()).isEqualTo("UPDATE");
                    assertThat(version.alert().details().stillAdmin()).isFalse();
                    assertThat(version.alert().details().evidencesTotal()).isEqualTo(2);
                });
        assertThat(store.get(ACCOUNT + "|user|eve")[0]).isEqualTo(StateFormat.VERSION);
    }

    @Test
    void whatTheSecondVersionKnewIsKnown() throws IOException {
        Node node = StateFormat.node(ofSecondVersion()).node();
        assertThat(node.facts()).extracting(fact -> fact.id().eventName())
                .containsExactly("CreateUser", "AttachUserPolicy", "AddUserToGroup", "CreateAccessKey");
        assertThat(node.facts().getFirst().event().call().sourceAddress()).isEqualTo("198.51.100.7");
        assertThat(node.standing()).singleElement()
                .satisfies(alert -> assertThat(alert.finding().rule()).isEqualTo(RuleId.NEW_ADMIN_USER));
        assertThat(node.spans()).isNotEmpty();
    }

    @Test
    void whatThisVersionWritesItReads() throws IOException {
        for (byte[] earlier : List.of(ofFirstVersion(), ofSecondVersion())) {
            Node node = StateFormat.node(earlier).node();
            byte[] bytes = bytes(Remembered.NOTHING, node);
            Remembered read = StateFormat.node(bytes);
            assertThat(read.node()).isEqualTo(node);
            assertThat(bytes(read, node)).as("of what stood there before").isEqualTo(bytes);
        }
    }

    /** A component that is added to a record and forgotten by the writer is found here. */
    @Test
    void factsAreWrittenAsTheirRecordsSay() throws IOException {
        for (Fact fact : StateFormat.node(ofSecondVersion()).node().facts()) {
            IamEvent event = fact.event();
            Origin origin = new Origin("t", 1, 2, 3, "shard/4");
            Change acted = new Change.Acted(Subject.deeds("eve"), "", "s3", CallResult.DENIED, null, "k", "arn", false);
            Call call = new Call("AssumedRole", "a \"quoted\" näme", "session", "arn:1", "AROA1:x", "ASIA1", "1",
                    "arn:2", true, "", "192.0.2.1", null, "eu-west-1", "s3.amazonaws.com", "request");
            List<IamEvent> events = List.of(event, new IamEvent(event.id(), acted, call, event.sha256(), origin));
            for (IamEvent one : events) {
                Fact written = new Fact(one, true, false);
                assertThat(new String(new FactWriter(NodeFormat.JSON).bytes(written), UTF_8))
                        .isEqualTo(NodeFormat.JSON.writeValueAsString(written));
            }
        }
    }

    @Test
    void aFactMoreOrLessIsWrittenAsIfAllWereWrittenAnew() throws IOException {
        Node node = StateFormat.node(ofSecondVersion()).node();
        for (int without = 0; without < node.facts().size(); without++) {
            List<Fact> facts = new ArrayList<>(node.facts());
            facts.remove(without);
            Node less = node.withFacts(facts);
            byte[] bytes = bytes(Remembered.NOTHING, less);
            assertThat(bytes(StateFormat.node(ofSecondVersion()), less)).isEqualTo(bytes);
            assertThat(bytes(StateFormat.node(bytes), node)).isEqualTo(bytes(Remembered.NOTHING, node));
        }
    }

    private static byte[] bytes(Remembered before, Node node) {
        return StateFormat.bytes(StateFormat.write(before, node));
    }

    @Test
    void damagedStateIsRefused() throws IOException {
        byte[] bytes = bytes(Remembered.NOTHING, StateFormat.node(ofSecondVersion()).node());
        for (int length = 1; length < bytes.length; length += 7) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> StateFormat.node(cut)).isInstanceOf(UnreadableStateException.class);
        }
    }

    @Test
    void stateOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> StateFormat.node(new byte[]{StateFormat.VERSION + 1, '{', '}'}))
                .isInstanceOf(UnreadableStateException.class).hasMessageContaining("reads versions 1 to 3");
    }
}
