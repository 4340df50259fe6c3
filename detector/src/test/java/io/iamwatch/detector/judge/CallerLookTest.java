package io.iamwatch.detector.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import org.junit.jupiter.api.Test;

/** Who may have called, and when, as a record's bytes say; and what is done where there is no room for more. */
class CallerLookTest {

    private static final String ROLE = "{\"eventTime\":\"2025-10-09T08:53:20Z\",\"eventName\":\"ListBuckets\","
            + "\"eventSource\":\"s3.amazonaws.com\",\"recipientAccountId\":\"1\",\"eventID\":\"NUMBER\","
            + "\"userIdentity\":{\"type\":\"AssumedRole\",\"accessKeyId\":\"ASIAOPS\","
            + "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"userName\":\"ops\"}}}}";

    @Test
    void aRolesNameIsNoUsers() {
        CallerLook look = look(ROLE);
        assertThat(look.users()).isEmpty();
        assertThat(look.sessions()).containsExactly("ASIAOPS");
        assertThat(look.second()).hasValue(1_760_000_000L);
        assertThat(look.isAnybody()).isFalse();
    }

    @Test
    void ofTwoTimesTheEarlierOneCounts() {
        CallerLook look = look(
                "{\"requestParameters\":{\"eventTime\" : \"2025-10-09T08:53:19Z\"}," + ROLE.substring(1));
        assertThat(look.second()).hasValue(1_759_999_999L);
    }

    @Test
    void whatIsSpelledInAnotherWayMayNameAnyone() {
        assertThat(look("{\"userName\":\"\\u0065ve\"}").isAnybody()).isTrue();
        assertThat(look("{\"type\":\"IAMUser\"}").isAnybody()).isTrue();
        assertThat(look("{\"userName\":\"" + "x".repeat(300) + "\"}").isAnybody()).isTrue();
        assertThat(look("{\"userName\":null,\"accessKeyId\":\"AKIA1\"}").isSomebody()).isFalse();
    }

    @Test
    void callsForWhichThereIsNoRoomAreCounted() {
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, KeyValues.inMemory());
        for (int i = 0; i < 20; i++) {
            byte[] record = ROLE.replace("NUMBER", "e" + i).getBytes(UTF_8);
            assertThat(judge.follow(record, "1", new Origin("t", 0, i, 1_760_000_001_000L, null))).isEmpty();
        }
        assertThat(judge.takePassedOver()).isEqualTo(4);
        assertThat(judge.takePassedOver()).isZero();
    }

    private static CallerLook look(String record) {
        return CallerLook.at(record.getBytes(UTF_8));
    }
}
