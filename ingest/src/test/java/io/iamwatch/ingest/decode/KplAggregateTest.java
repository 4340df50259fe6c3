package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.DECODER;
import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.kpl;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.subscription;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.ingest.decode.Decoded.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Aggregates of the Kinesis Producer Library, and what may lie in them. */
class KplAggregateTest {

    private static final byte[] AGGREGATE = kpl(utf8(record("a")), gzip(utf8(subscription("1", List.of(record("b"))))),
            utf8("{\"Records\":[" + record("c") + "]}"), kpl(utf8(record("d")), utf8("garbage")));

    @Test
    void eachRecordIsDecodedAsIfItHadComeAlone() {
        List<Decoded> outcomes = DECODER.decode(AGGREGATE);
        assertThat(records(outcomes)).containsExactly(record("a"), record("b"), record("c"), record("d"));
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString()).containsExactly("garbage");
    }

    @Test
    void aWrongChecksumMeansThatItIsNone() {
        for (int at = 4; at < AGGREGATE.length; at++) {
            byte[] damaged = AGGREGATE.clone();
            damaged[at] ^= 4;
            assertThat(rejected(DECODER.decode(damaged))).singleElement().satisfies(rejection -> {
                assertThat(rejection.bytes().toByteArray()).isEqualTo(damaged);
                assertThat(rejection.reason()).isEqualTo("begins like a KPL aggregate, but its checksum differs");
            });
        }
    }

    @Test
    void whatIsCutOffOrEmptyIsRejectedAsItCame() {
        byte[] magic = {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2};
        assertThat(rejected(DECODER.decode(magic))).extracting(Rejected::reason)
                .containsExactly("KPL aggregate breaks off");
        assertThat(rejected(DECODER.decode(kpl()))).extracting(Rejected::reason)
                .containsExactly("KPL aggregate of nothing");
        assertThat(rejected(DECODER.decode(kpl(new byte[0])))).extracting(Rejected::reason)
                .containsExactly("empty payload");
    }

    @Test
    void malformedProtobufUnderARightChecksumIsRejectedWhole() {
        byte[] record = Payloads.protobuf(3, Payloads.protobuf(3, utf8(record("a"))));
        for (byte[] bad : List.of(new byte[]{0x1a}, new byte[]{0x1a, 0x7f}, new byte[]{0x1b}, new byte[]{0x00, 0x00},
                new byte[]{0x18, 0x01}, new byte[]{0x1a, 0x00})) {
            byte[] payload = Payloads.kplOf(Payloads.concat(record, bad));
            assertThat(rejected(DECODER.decode(payload))).singleElement().satisfies(rejection -> {
                assertThat(rejection.bytes().toByteArray()).isEqualTo(payload);
                assertThat(rejection.reason())
                        .isEqualTo("KPL aggregate whose checksum agrees but whose content is malformed");
            });
        }
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() {
        byte[] later = {0x25, 1, 2, 3, 4, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x30, (byte) 0x80, 1};
        byte[] record = Payloads.protobuf(3, Payloads.concat(later, Payloads.protobuf(3, utf8(record("a")))));
        assertThat(records(DECODER.decode(Payloads.kplOf(Payloads.concat(later, record)))))
                .containsExactly(record("a"));
    }
}
