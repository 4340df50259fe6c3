package io.iamwatch.detector.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** State that an earlier version of iamwatch wrote is read, and goes on. */
class StateFormatTest {

    private static final String ACCOUNT = "111111111111";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

    /** Bytes that the first version wrote: user eve, created at 10, AdministratorAccess at 14. */
    private static byte[] ofFirstVersion() throws IOException {
        try (InputStream json = StateFormatTest.class.getResourceAsStream("/state/first-version-user.json")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(FirstVersion.VERSION);
            json.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    @Test
    void anAlertThatTheFirstVersionRaisedGoesOn() throws IOException {
        KeyValues store = KeyValues.inMemory();
        store.put(ACCOUNT + "|user|eve", ofFirstVersion());
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, store);
        String uid = StateFormat.node(ofFirstVersion()).standing().getFirst().finding().uid();
        byte[] detached = CloudTrailRecords.bytes(
                CloudTrailRecords.policy(ACCOUNT, "DetachUserPolicy", "d", Scenario.EPOCH + 20, "eve", ADMIN));
        Origin origin = new Origin("cloudtrail.identity", 0, 7, (Scenario.EPOCH + 21) * 1000, null);
        var event = ((Reading.Relevant) judge.read(detached, ACCOUNT, origin)).event();
        assertThat(judge.judge(event, detached).alerts()).singleElement().satisfies(version -> {
            assertThat(version.alert().findingInfo().uid()).isEqualTo(uid);
            assertThat(version.alert().activityId().name()).isEqualTo("UPDATE");
            assertThat(version.alert().details().stillAdmin()).isFalse();
            assertThat(version.alert().details().evidencesTotal()).isEqualTo(2);
        });
        assertThat(store.get(ACCOUNT + "|user|eve")[0]).isEqualTo(StateFormat.VERSION);
    }

    @Test
    void whatThisVersionWritesItReads() throws IOException {
        var node = StateFormat.node(ofFirstVersion());
        assertThat(StateFormat.node(StateFormat.bytes(node))).isEqualTo(node);
        assertThat(node.facts()).extracting(fact -> fact.change().subject()).containsOnly(Subject.user("eve"));
    }

    @Test
    void stateOfALaterVersionIsRefused() {
        assertThatThrownBy(() -> StateFormat.node(new byte[]{StateFormat.VERSION + 1, '{', '}'}))
                .isInstanceOf(UnreadableStateException.class).hasMessageContaining("reads versions 1 to 2");
    }
}
