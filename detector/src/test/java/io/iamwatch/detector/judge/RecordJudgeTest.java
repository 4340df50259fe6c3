package io.iamwatch.detector.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.event.EventReader.Reading;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.UnreadableStateException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordJudgeTest {

    private static final String ACCOUNT = "111122223333";
    private static final long SECOND = 1_760_000_000;
    private static final ObjectNode CREATION = CloudTrailRecords.createUser(ACCOUNT, "e-1", SECOND, "eve", "AIDAEVE");
    private static final ObjectNode GRANT = CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "e-2", SECOND + 1,
            "eve", "arn:aws:iam::aws:policy/AdministratorAccess");

    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final KeyValues store = new KeyValues.InMemory(entries);

    @Test
    void ofARecordThatFailsHalfWayNothingStays() {
        assertThat(judge(new RecordJudge(Rules.DEFAULT, store), CREATION).repeated()).isFalse();
        // The grant is judged by then, and its alert is made: who made the call is what is looked for last.
        String unreadable = ACCOUNT + "|recent|user/of-a-later-version";
        entries.put(unreadable, new byte[]{99});
        Map<String, byte[]> before = new TreeMap<>(entries);
        RecordJudge restarted = new RecordJudge(Rules.DEFAULT, store);
        assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(() -> judge(restarted, GRANT));
        assertThat(entries).isEqualTo(before);

        entries.remove(unreadable);
        RecordJudge.Judged judged = judge(restarted, GRANT);
        assertThat(judged.repeated()).isFalse();
        assertThat(judged.alerts()).isNotEmpty();
    }

    private static RecordJudge.Judged judge(RecordJudge judge, ObjectNode record) {
        byte[] bytes = CloudTrailRecords.bytes(record);
        Reading read = judge.read(bytes, ACCOUNT, new Origin("t", 0, 1, SECOND * 1000, null));
        return judge.judge(((Reading.Relevant) read).event(), bytes);
    }
}
