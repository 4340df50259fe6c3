package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.DECODER;
import static io.iamwatch.ingest.decode.Payloads.decode;
import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.json;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.recordWithoutAccount;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.subscription;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.iamwatch.ingest.decode.Decoded.Rejected;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be used goes out as it came, with a reason that says what was wrong, and takes nothing with it. */
class BadInputTest {

    private static final String GOOD = record("good");
    private static final String LATER = record("later");

    static Stream<Arguments> whollyBad() {
        byte[] noise = new byte[1024 * 1024];
        new Random(7).nextBytes(noise);
        noise[0] = 'x';
        byte[] jsonLikeNoise = noise.clone();
        jsonLikeNoise[0] = '{';
        byte[] gzip = gzip(utf8(subscription("1", List.of(GOOD))));
        byte[] corrupt = gzip.clone();
        corrupt[gzip.length - 8] ^= 1;
        return Stream.of(Arguments.of("nothing", new byte[0], "empty payload"),
                Arguments.of("blanks", utf8(" \n\t "), "payload of blanks only"),
                Arguments.of("text", utf8("hello, world\nhow are you"), "not a JSON object"),
                Arguments.of("a number", utf8("42"), "not a JSON object"),
                Arguments.of("an array", utf8("[" + GOOD + "]"), "not a JSON object"),
                Arguments.of("1 MiB of noise", noise, "binary data that is neither gzip nor JSON"),
                Arguments.of("1 MiB of noise behind a brace", jsonLikeNoise,
                        "binary data that is neither gzip nor JSON"),
                Arguments.of("gzip magic and no more", new byte[]{0x1f, (byte) 0x8b}, "gzip breaks off"),
                Arguments.of("gzip without its end", Arrays.copyOf(gzip, gzip.length - 1), "gzip breaks off"),
                Arguments.of("half a gzip", Arrays.copyOf(gzip, gzip.length / 2), "gzip breaks off"),
                Arguments.of("gzip with a wrong checksum", corrupt, "corrupt gzip"),
                Arguments.of("gzip of nothing", gzip(new byte[0]), "gzip of nothing"),
                Arguments.of("an object", utf8("{}"), "not a CloudTrail record: no eventSource or no eventName"),
                Arguments.of("another's object", utf8("{\"level\":\"info\",\"Records\":7}"),
                        "not a CloudTrail record: no eventSource or no eventName"),
                Arguments.of("no account", utf8(recordWithoutAccount("a")), "CloudTrail record without account"),
                Arguments.of("no time", utf8(GOOD.replace("eventTime", "@timestamp")),
                        "CloudTrail record without eventTime"),
                Arguments.of("no time in eventTime", utf8(GOOD.replace("2026-11-01T00:00:00Z", "yesterday")),
                        "CloudTrail record whose eventTime is no time"),
                Arguments.of("half a record", utf8(GOOD.substring(0, 80)), "JSON breaks off"),
                Arguments.of("malformed", utf8(GOOD.replace("\"good\"", "good")), "malformed JSON"),
                Arguments.of("another encoding", GOOD.getBytes(UTF_16LE), "binary data that is neither gzip nor JSON"),
                Arguments.of("nested deeply", utf8("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"),
                        "JSON nested deeper than 1000 levels"),
                Arguments.of("opened deeply", utf8("{\"a\":".repeat(100_000)), "JSON breaks off"),
                Arguments.of("neither data nor control message",
                        utf8(subscription("1", List.of(GOOD)).replace("DATA_MESSAGE", "OTHER")),
                        "CloudWatch Logs payload whose messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE"),
                Arguments.of("an EventBridge event of something else",
                        utf8("{\"detail-type\":\"EC2 Instance State-change Notification\",\"detail\":{\"state\":1}}"),
                        "not a CloudTrail record: no eventSource or no eventName"),
                Arguments.of("half an EventBridge event",
                        utf8("{\"detail-type\":\"x\",\"detail\":" + GOOD.substring(0, 80)), "JSON breaks off"),
                Arguments.of("records twice", utf8("{\"Records\":[" + GOOD + "],\"Records\":[" + LATER + "]}"),
                        "envelope with two fields Records"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whollyBad")
    void isRejectedAsItCame(String name, byte[] payload, String reason) {
        List<Decoded> outcomes = DECODER.decode(payload);
        assertThat(outcomes).hasSize(1);
        Rejected rejection = rejected(outcomes).getFirst();
        assertThat(rejection.bytes().toByteArray()).isEqualTo(payload);
        assertThat(rejection.reason()).isEqualTo(reason);
    }

    @Test
    void whatFailsInsideOfAGzipIsRejectedInflated() {
        List<Decoded> outcomes = DECODER.decode(gzip(utf8("garbage")));
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString(), Rejected::reason)
                .containsExactly(tuple("garbage", "not a JSON object"));
    }

    static Stream<String> badLines() {
        return Stream.of("garbage", "{", "{\"a\":{", "{\"eventVersion\":\"1.08\",\"userIdentity\":{\"ty", "{\"a\":[",
                "{\"a\":", "{\"a\":1,", "{\"a\":[1,", "{}", "{]", "}", "{\"a\":nope}", "{\"a\":\"\u0001\"}",
                "[1,2]", "null", "\"text", recordWithoutAccount("x"), GOOD.replace("iam.", "\\u12"));
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void aBadLineTakesNoOtherWithIt(String bad) {
        List<Decoded> outcomes = decode(GOOD + "\n" + bad + "\n" + LATER + "\n" + GOOD + "\n");
        assertThat(records(outcomes)).containsExactly(GOOD, LATER, GOOD);
        assertThat(rejected(outcomes)).hasSize(1).first()
                .satisfies(rejection -> assertThat(rejection.bytes().toString().strip()).isEqualTo(bad));
    }

    @ParameterizedTest
    @MethodSource("badLines")
    void aBadLogLineTakesNoOtherWithItAndIsRejectedUnescaped(String bad) {
        List<Decoded> outcomes = decode(subscription("no account", List.of(GOOD, bad, LATER)));
        assertThat(records(outcomes)).containsExactly(GOOD, LATER);
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString()).containsExactly(bad);
    }

    @ParameterizedTest
    @MethodSource("badElements")
    void aBadElementTakesNoOtherWithIt(String bad) {
        for (String between : List.of("", " ", "\n", "\n  ")) {
            List<Decoded> outcomes = decode(
                    "{\"Records\":[" + String.join("," + between, GOOD, bad, LATER) + between + "]}");
            assertThat(records(outcomes)).containsExactly(GOOD, LATER);
            assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString()).containsExactly(bad);
        }
    }

    static Stream<String> badElements() {
        return Stream.of("null", "7", "\"text\"", "[]", "{}", "{\"a\":nope}", "{\"a\":[}", "{\"a\":[1,2}",
                recordWithoutAccount("x"), GOOD.replace("good", "go\nod"), GOOD.replace("good", "go\r\n\n  od"),
                "\"te\nxt\"", "{\"a\nb\":[{}]}");
    }

    @Test
    @Timeout(20)
    void lineBreaksInAStringTakeNoLongerThanOtherBytes() {
        String blanks = "\n".repeat(4_000_000);
        assertThat(records(decode(GOOD.replace("good", blanks) + "\n" + LATER))).containsExactly(LATER);
        assertThat(records(decode("{\"a\":\"" + blanks + "\n" + LATER))).containsExactly(LATER);
    }

    @Test
    void aLogEventWithoutAReadableMessageIsRejectedAlone() {
        for (String bad : List.of("{\"id\":\"1\"}", "{\"message\":7}", "{\"message\":\"\\ud800\"}",
                "{\"message\":\"\\q\"}", "{\"message\":\"a\",\"message\":\"b\"}")) {
            String good = json(Map.of("message", GOOD));
            List<Decoded> outcomes = decode(
                    "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[" + good + "," + bad + "," + good + "]}");
            assertThat(records(outcomes)).containsExactly(GOOD, GOOD);
            assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString(), Rejected::reason)
                    .containsExactly(tuple(bad, "log event without one readable message"));
        }
    }

    @Test
    void anEnvelopeThatBreaksOffYieldsWhatWasComplete() {
        String whole = "{\"Records\":[" + GOOD + "," + LATER + "]}";
        for (int length = ("{\"Records\":[" + GOOD).length(); length < whole.length(); length++) {
            List<Decoded> outcomes = decode(whole.substring(0, length));
            boolean both = length >= ("{\"Records\":[" + GOOD + "," + LATER).length();
            assertThat(records(outcomes)).isEqualTo(both ? List.of(GOOD, LATER) : List.of(GOOD));
            assertThat(rejected(outcomes)).hasSize(1).first()
                    .satisfies(r -> assertThat(r.reason()).isEqualTo("envelope breaks off or is malformed here"));
        }
    }

    @Test
    void aSubscriptionPayloadThatBreaksOffYieldsWhatWasComplete() {
        String whole = "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"1\",\"logEvents\":["
                + json(Map.of("message", GOOD)) + "," + json(Map.of("message", LATER)) + "]}";
        String broken = whole.substring(0, whole.length() - 30);
        List<Decoded> outcomes = decode(broken);
        assertThat(records(outcomes)).containsExactly(GOOD);
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString())
                .containsExactly(broken.substring(broken.lastIndexOf("{\"message\"")));
    }

    @Test
    void aGzipThatInflatesToMoreThanTheLimitIsRejectedAsItCame() {
        byte[] bomb = gzip(new byte[2_000_000]);
        PayloadDecoder bounded = new PayloadDecoder(1_000_000);
        assertThat(rejected(bounded.decode(bomb))).singleElement().satisfies(rejection -> {
            assertThat(rejection.bytes().toByteArray()).isEqualTo(bomb);
            assertThat(rejection.reason()).isEqualTo("gzip inflates to more than 1000000 bytes");
        });
        assertThat(records(new PayloadDecoder(GOOD.length()).decode(gzip(utf8(GOOD))))).containsExactly(GOOD);
    }

    @Test
    void whatIsTooLargeForATopicIsRejectedAsItCame() {
        String huge = GOOD.replace("\"good\"", "\"" + "x".repeat(Outcomes.MAX_UNIT_BYTES) + "\"");
        byte[] payload = gzip(utf8(huge + "\n" + LATER));
        List<Decoded> outcomes = DECODER.decode(payload);
        assertThat(records(outcomes)).containsExactly(LATER);
        assertThat(rejected(outcomes)).singleElement().satisfies(rejection -> {
            assertThat(rejection.bytes().toByteArray()).isEqualTo(payload);
            assertThat(rejection.reason()).startsWith("CloudTrail record too large");
        });
    }

    @Test
    void aFloodOfBadUnitsIsRejectedOnceAndTakesNothingWithIt() {
        byte[] payload = gzip(utf8("{}\n".repeat(1_000_000) + GOOD));
        List<Decoded> outcomes = DECODER.decode(payload);
        assertThat(records(outcomes)).containsExactly(GOOD);
        assertThat(rejected(outcomes)).hasSize(Outcomes.MAX_REJECTED + 1).last()
                .satisfies(last -> assertThat(last.bytes().toByteArray()).isEqualTo(payload));
    }

    @Test
    void namesThatTheParserRefusesAreNotThrownAbout() {
        StringBuilder names = new StringBuilder(GOOD.substring(0, GOOD.length() - 1));
        for (int i = 0; i < 100_000; i++) {
            names.append(",\"n").append(i).append("\":0");
        }
        assertThat(decode(names.append('}').toString())).hasSize(1);
    }

    @Test
    void aRecordDated2099IsARecord() {
        String future = GOOD.replace("2026", "2099");
        assertThat(records(decode(future))).containsExactly(future);
    }
}
