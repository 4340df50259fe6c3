package io.iamwatch.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

class AdaptiveLimitTest {

    private static final int MIB = 1024 * 1024;

    private final AdaptiveLimit limit = new AdaptiveLimit(10_000);

    @Test
    void asksForAllThereMayBeAsLongAsNothingIsKnownAndRecordsAreSmall() {
        assertThat(limit.records()).isEqualTo(10_000);
        limit.learn(List.of());
        limit.learn(records(100, 20));
        assertThat(limit.records()).isEqualTo(10_000);
    }

    @Test
    void asksForAboutTwoMebibytesOfLargeOnesAtOnce() {
        limit.learn(records(100, 20));
        limit.learn(records(10, MIB));
        assertThat(limit.records()).isEqualTo(2);
        limit.learn(records(1, 10 * MIB));
        assertThat(limit.records()).isEqualTo(1);
    }

    @Test
    void asksForMoreAgainWhenRecordsAreSmallAgain() {
        limit.learn(records(10, MIB));
        for (int i = 0; i < 40; i++) {
            limit.learn(records(10, 1000));
        }
        assertThat(limit.records()).isBetween(1900, 2200);
    }

    private static List<Record> records(int count, int bytes) {
        return Collections.nCopies(count, Record.builder().data(SdkBytes.fromByteArray(new byte[bytes])).build());
    }
}
