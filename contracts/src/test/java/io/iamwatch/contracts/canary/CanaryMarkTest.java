package io.iamwatch.contracts.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryMarkTest {

    private static final String ACCOUNT = "9900000000001";
    private static final String KEY = "a".repeat(32);
    private static final String OTHER_KEY = "b".repeat(32);
    private static final long SENT_AT = 1_790_000_000_123L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CanaryMark mark = new CanaryMark(Set.of(ACCOUNT), List.of(KEY));
    private final List<byte[]> pair = new CanaryPair(ACCOUNT, SENT_AT).records(mark);

    @Test
    void aPairIsTwoIdentityEventsOfTheSameSecondThatAreRecognised() {
        assertThat(pair).hasSize(2).allSatisfy(record -> {
            assertThat(mark.sentAt(record)).hasValue(SENT_AT);
            assertThat(CanaryMark.isClaimed(ACCOUNT, record)).isTrue();
            assertThat(RecordReader.read(record, 0, record.length))
                    .isInstanceOfSatisfying(RecordReader.Outcome.CloudTrail.class, read -> {
                        assertThat(Route.of(read.summary())).isEqualTo(Route.IDENTITY);
                        assertThat(read.summary().account()).hasValue(ACCOUNT);
                        assertThat(read.summary().eventTime()).isEqualTo("2026-09-21T14:13:20Z");
                    });
        });
        assertThat(mark.isReserved(ACCOUNT)).isTrue();
        assertThat(mark.isReserved("111122223333")).isFalse();
    }

    /** Evidence quotes a record as JSON that was read. */
    @Test
    void whatWasReadAndWrittenAgainIsStillRecognised() throws IOException {
        for (byte[] record : pair) {
            JsonNode read = JSON.readTree(record);
            assertThat(mark.sentAt(JSON.writeValueAsBytes(read))).hasValue(SENT_AT);
        }
    }

    /** Each byte is signed: what can be changed of an event that was seen is nothing. */
    @Test
    void noByteCanBeChanged() {
        byte[] record = pair.getFirst();
        for (int i = 0; i < record.length; i++) {
            byte[] changed = record.clone();
            changed[i] ^= 1;
            assertThat(mark.sentAt(changed)).as("byte " + i + " of " + new String(record, UTF_8)).isEmpty();
        }
    }

    static Stream<String> others() {
        CanaryMark known = new CanaryMark(Set.of(ACCOUNT), List.of(KEY));
        String genuine = new String(new CanaryPair(ACCOUNT, SENT_AT).records(known).getFirst(), UTF_8);
        String foreign = new String(new CanaryPair(ACCOUNT, SENT_AT)
                .records(new CanaryMark(Set.of(ACCOUNT), List.of(OTHER_KEY))).getFirst(), UTF_8);
        int field = genuine.indexOf(",\"iamwatchCanary\"");
        return Stream.of("", "{}", "no json", foreign, genuine.substring(0, field) + "}",
                genuine.substring(0, field) + ",\"iamwatchCanary\":{}}", genuine + " ", " " + genuine,
                genuine.replace("iamwatch-canary", "eve"), genuine.replace("CreateUser", "DeleteUser"),
                genuine.replace("{\"eventVersion\"", "{\"eventName\":\"PutUserPolicy\",\"eventVersion\""),
                genuine.replace("}}", "},\"eventName\":\"PutUserPolicy\"}"),
                genuine.replaceFirst("\"signature\":\"[0-9a-f]{64}", "\"signature\":\"" + "0".repeat(64)),
                " ".repeat(10_000) + genuine.substring(field));
    }

    @ParameterizedTest
    @MethodSource("others")
    void nothingElseIsRecognised(String record) {
        assertThat(mark.sentAt(record.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void anOldKeyIsKnownWhileItIsListedAndTheFirstOneSigns() {
        CanaryMark changing = new CanaryMark(Set.of(ACCOUNT), List.of(OTHER_KEY, KEY));
        CanaryMark changed = new CanaryMark(Set.of(ACCOUNT), List.of(OTHER_KEY));
        List<byte[]> signedAnew = new CanaryPair(ACCOUNT, SENT_AT).records(changing);
        assertThat(pair).allSatisfy(record -> assertThat(changing.sentAt(record)).hasValue(SENT_AT));
        assertThat(signedAnew).allSatisfy(record -> assertThat(changed.sentAt(record)).hasValue(SENT_AT));
        assertThat(pair).allSatisfy(record -> assertThat(changed.sentAt(record)).isEmpty());
    }

    @Test
    void withoutAKeyNothingIsRecognisedAndNothingSigned() {
        assertThat(CanaryMark.NONE.sentAt(pair.getFirst())).isEmpty();
        assertThatThrownBy(() -> new CanaryPair(ACCOUNT, SENT_AT).records(CanaryMark.NONE))
                .hasMessage("the canary has no key to sign with");
        assertThat(mark.toString()).doesNotContain(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"111122223333", "", "eve"})
    void noAccountOfAwsIsClaimed(String account) {
        assertThat(CanaryMark.isClaimed(account, pair.getFirst())).isFalse();
    }
}
