package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.DECODER;
import static io.iamwatch.ingest.decode.Payloads.concat;
import static io.iamwatch.ingest.decode.Payloads.decode;
import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.kpl;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.recordWithoutAccount;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.subscription;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import io.iamwatch.ingest.decode.Decoded.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Envelopes in envelopes, and where it ends. */
class NestedEnvelopeTest {

    private static String eventBridge(String detail) {
        return "{\"detail-type\":\"AWS API Call via CloudTrail\",\"account\":\"999988887777\",\"detail\":" + detail
                + "}";
    }

    @Test
    void eventBridgeEventsInRecords() {
        String payload = "{\"Records\":[" + eventBridge(record("a")) + "," + record("b") + ","
                + eventBridge(recordWithoutAccount("c")) + "," + eventBridge("{}") + "]}";
        List<Decoded> outcomes = decode(payload);
        assertThat(records(outcomes)).containsExactly(record("a"), record("b"), recordWithoutAccount("c"));
        assertThat(((CloudTrailRecord) outcomes.get(2)).account()).isEqualTo("999988887777");
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString()).containsExactly(eventBridge("{}"));
    }

    @Test
    void envelopesInLogLinesAndInEvents() {
        String inner = "{\"Records\":[" + record("a") + "," + record("b") + "]}";
        assertThat(records(decode(subscription("1", List.of(inner, eventBridge(record("c")), record("d"))))))
                .containsExactly(record("a"), record("b"), record("c"), record("d"));
        assertThat(records(decode(eventBridge(inner)))).containsExactly(record("a"), record("b"));
    }

    @Test
    void gzipInGzipInAnAggregate() {
        byte[] twice = gzip(concat(gzip(utf8(record("a") + "\n")), gzip(utf8(record("b")))));
        assertThat(records(DECODER.decode(kpl(twice, utf8(record("c"))))))
                .containsExactly(record("a"), record("b"), record("c"));
    }

    @Test
    void whatLiesInMoreEnvelopesIsRejectedAsItStands() {
        PayloadDecoder bounded = new PayloadDecoder(new DecodeBounds(1_000_000, 2, 100));
        byte[] lines = gzip(utf8(subscription("1", List.of(record("a"), "{\"Records\":[" + record("b") + "]}"))));
        List<Decoded> outcomes = bounded.decode(lines);
        assertThat(records(outcomes)).containsExactly(record("a"));
        assertThat(rejected(outcomes)).extracting(Rejected::reason).containsExactly(Document.TOO_DEEP);
        byte[] three = gzip(gzip(gzip(utf8(record("a")))));
        assertThat(rejected(bounded.decode(three))).extracting(Rejected::reason).containsExactly(Document.TOO_DEEP);
    }

    @Test
    void theGzipsOfOnePayloadShareOneBound() {
        byte[] part = gzip(utf8(record("a") + " ".repeat(600_000)));
        PayloadDecoder bounded = new PayloadDecoder(new DecodeBounds(1_000_000, 8, 100));
        List<Decoded> outcomes = bounded.decode(kpl(part, part, utf8(record("b"))));
        assertThat(records(outcomes)).containsExactly(record("a"), record("b"));
        assertThat(rejected(outcomes)).singleElement().satisfies(rejection -> {
            assertThat(rejection.bytes().toByteArray()).isEqualTo(part);
            assertThat(rejection.reason()).startsWith("gzip inflates to more than ");
        });
    }

    @Test
    void bracketsAreBounded() {
        PayloadDecoder bounded = new PayloadDecoder(new DecodeBounds(1_000_000, 8, 20));
        String deep = record("a").replace("\"a\"", "[".repeat(19) + "]".repeat(19));
        String deeper = record("a").replace("\"a\"", "[".repeat(20) + "]".repeat(20));
        List<Decoded> outcomes = bounded.decode(utf8(deep + "\n" + deeper));
        assertThat(records(outcomes)).containsExactly(deep);
        assertThat(rejected(outcomes)).extracting(Rejected::reason)
                .containsExactly("JSON nested deeper than 20 levels");
    }

    @Test
    void recordsOfAnOrganisationTrailKeepTheirAccounts() {
        String member = record("a").replace("111122223333", "444455556666");
        List<Decoded> outcomes = decode(subscription("999988887777", List.of(member, record("b"))));
        assertThat(outcomes).extracting(outcome -> ((CloudTrailRecord) outcome).account())
                .containsExactly("444455556666", "111122223333");
    }

    @Test
    void aRecordWhoseParametersAreOmittedIsARecord() {
        String omitted = record("a").replace("{\"eventSource\"", "{\"requestParameters\":{\"reason\":"
                + "\"requestParameters too large\",\"omitted\":true,\"originalSize\":131072},\"eventSource\"");
        assertThat(records(decode(subscription("1", List.of(omitted))))).containsExactly(omitted);
    }

    @Test
    void otherLogLinesAreRejectedOneByOne() {
        List<Decoded> outcomes = decode(subscription("111122223333",
                List.of(record("a"), "START RequestId: 1", "{\"level\":\"info\"}", record("b"), "")));
        assertThat(records(outcomes)).containsExactly(record("a"), record("b"));
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString())
                .containsExactly("START RequestId: 1", "{\"level\":\"info\"}", "");
    }
}
