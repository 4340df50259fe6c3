package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.DECODER;
import static io.iamwatch.ingest.decode.Payloads.concat;
import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several gzips in a row, and what may stand behind one: nothing of it is lost. */
class GzipMembersTest {

    private static final String A = record("a");
    private static final String B = record("b");
    private static final byte[] FIRST = gzip(utf8(A + "\n"));
    private static final byte[] SECOND = gzip(utf8(B));

    static Stream<Arguments> unusable() {
        byte[] wrongSum = SECOND.clone();
        wrongSum[SECOND.length - 8] ^= 1;
        byte[] wrongLength = SECOND.clone();
        wrongLength[SECOND.length - 1] ^= 1;
        byte[] wrongBits = SECOND.clone();
        wrongBits[10] = (byte) 0xff;
        byte[] otherMethod = SECOND.clone();
        otherMethod[2] = 7;
        return Stream.of(Arguments.of("a bare record", utf8(B), "bytes after a gzip that are none"),
                Arguments.of("zeros and a record", utf8("\0\0" + B), "bytes after a gzip that are none"),
                Arguments.of("one byte", new byte[]{0x1f}, "bytes after a gzip that are none"),
                Arguments.of("a header", Arrays.copyOf(SECOND, 10), "gzip breaks off"),
                Arguments.of("half a header", Arrays.copyOf(SECOND, 5), "gzip breaks off"),
                Arguments.of("half a member", Arrays.copyOf(SECOND, SECOND.length / 2), "gzip breaks off"),
                Arguments.of("a member without its end", Arrays.copyOf(SECOND, SECOND.length - 1), "gzip breaks off"),
                Arguments.of("a wrong checksum", wrongSum, "corrupt gzip"),
                Arguments.of("a wrong length", wrongLength, "corrupt gzip"),
                Arguments.of("wrong bits", wrongBits, "corrupt gzip"),
                Arguments.of("another method", otherMethod, "corrupt gzip"),
                Arguments.of("a damaged member before a good one", concat(wrongSum, SECOND), "corrupt gzip"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void whatFollowsAGoodMemberIsRejectedAsItCame(String name, byte[] rest, String reason) {
        List<Decoded> outcomes = DECODER.decode(concat(FIRST, rest));
        assertThat(records(outcomes)).containsExactly(A);
        assertThat(rejected(outcomes)).singleElement().satisfies(rejection -> {
            assertThat(rejection.bytes().toByteArray()).isEqualTo(rest);
            assertThat(rejection.reason()).isEqualTo(reason);
        });
    }

    @Test
    void aDamagedFirstMemberTakesAllWithItAsItCame() {
        byte[] damaged = FIRST.clone();
        damaged[FIRST.length - 8] ^= 1;
        byte[] payload = concat(damaged, SECOND);
        assertThat(rejected(DECODER.decode(payload))).singleElement()
                .satisfies(rejection -> assertThat(rejection.bytes().toByteArray()).isEqualTo(payload));
    }

    @Test
    void noiseInAGoodMemberDoesNotHideWhatFollows() {
        byte[] noise = {'{', 0, '\n', '{', 1, '\n', 'x', 2};
        List<Decoded> outcomes = DECODER.decode(concat(gzip(noise), utf8(B)));
        assertThat(rejected(outcomes)).extracting(rejection -> rejection.bytes().toByteArray()).containsExactly(noise,
                utf8(B));
    }

    @Test
    void aMemberBeyondTheLimitIsRejectedAndThoseBeforeItAreNot() {
        byte[] bomb = gzip(new byte[2_000_000]);
        List<Decoded> outcomes = new PayloadDecoder(1_000_000).decode(concat(FIRST, bomb));
        assertThat(records(outcomes)).containsExactly(A);
        assertThat(rejected(outcomes)).singleElement().satisfies(rejection -> {
            assertThat(rejection.bytes().toByteArray()).isEqualTo(bomb);
            assertThat(rejection.reason()).isEqualTo("gzip inflates to more than 1000000 bytes");
        });
    }

    @Test
    void paddingAndEmptyMembersSayNothing() {
        byte[] payload = concat(concat(gzip(new byte[0]), FIRST), concat(SECOND, new byte[512]));
        List<Decoded> outcomes = DECODER.decode(payload);
        assertThat(records(outcomes)).containsExactly(A, B);
        assertThat(outcomes).hasSize(2);
    }

    @Test
    void manyMembersAreOneContent() {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        String text = (A + "\n").repeat(100);
        for (int at = 0; at < text.length(); at += 7) {
            payload.writeBytes(gzip(utf8(text.substring(at, Math.min(text.length(), at + 7)))));
        }
        assertThat(records(DECODER.decode(payload.toByteArray()))).hasSize(100).containsOnly(A);
    }

    @Test
    void everyFieldOfAHeaderIsPassedOver() {
        byte[] flagged = concat(new byte[]{0x1f, (byte) 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 0, 3, 0, 1, 2, 3},
                utf8("name\0comment\0"));
        CRC32 sum = new CRC32();
        sum.update(flagged);
        byte[] summed = concat(flagged, new byte[]{(byte) sum.getValue(), (byte) (sum.getValue() >> 8)});
        byte[] body = Arrays.copyOfRange(FIRST, 10, FIRST.length);
        assertThat(records(DECODER.decode(concat(summed, body)))).containsExactly(A);
        summed[summed.length - 1] ^= 1;
        assertThat(rejected(DECODER.decode(concat(summed, body)))).extracting(Decoded.Rejected::reason)
                .containsExactly("corrupt gzip");
    }
}
