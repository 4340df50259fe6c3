package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.DECODER;
import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.subscription;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the decoder keeps from payload to payload changes nothing about what comes out of any of them. */
class ReuseTest {

    private static final String OWNER = "111122223333";

    @Test
    void whatCameOutOfAPayloadStaysAsItWas() {
        String noise = "{\"not\":\"a record\"}";
        List<Decoded> lines = DECODER.decode(gzip(utf8(record("a") + "\n" + noise)));
        List<Decoded> messages = DECODER.decode(gzip(utf8(subscription(OWNER, List.of(record("b"), "text")))));
        for (int i = 0; i < 3; i++) {
            DECODER.decode(gzip(utf8(subscription(OWNER, List.of(record("c"), "other", record("d"))))));
        }
        assertThat(records(lines)).containsExactly(record("a"));
        assertThat(rejected(lines)).extracting(rejection -> rejection.bytes().toString()).containsExactly(noise);
        assertThat(records(messages)).containsExactly(record("b"));
        assertThat(rejected(messages)).extracting(rejection -> rejection.bytes().toString()).containsExactly("text");
    }

    /** More kinds of records than are remembered. */
    @Test
    void namesWithoutEndDoNoHarm() {
        List<String> lines = IntStream.range(0, 10_000).mapToObj(i -> record("id-" + i).replace("{\"eventSource\"",
                "{\"n" + i + "\":{\"m" + i * 31 + "\":\"x\",\"k\":" + i + "},\"eventSource\"")).toList();
        for (int from = 0; from < lines.size(); from += 100) {
            List<String> some = lines.subList(from, from + 100);
            assertThat(records(DECODER.decode(gzip(utf8(subscription(OWNER, some)))))).isEqualTo(some);
            assertThat(records(DECODER.decode(utf8(String.join("\n", some))))).isEqualTo(some);
        }
    }

    /** A value that was the usual one, and others that begin or end alike. */
    @Test
    void aValueThatChangesAfterAllIsSeen() {
        for (String id : List.of("same", "same2", "sam", "", "same", "Same", "other-than-that", "same")) {
            List<String> many = IntStream.range(0, 40).mapToObj(i -> record(id)).toList();
            assertThat(records(DECODER.decode(utf8(subscription(OWNER, many))))).isEqualTo(many);
            assertThat(records(DECODER.decode(utf8("{\"Records\":[" + String.join(",", many) + "]}"))))
                    .isEqualTo(many);
        }
    }
}
