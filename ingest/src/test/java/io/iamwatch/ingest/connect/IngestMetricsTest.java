package io.iamwatch.ingest.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");

    private final FakeContext context = new FakeContext(true);
    private final IngestMetrics metrics = IngestMetrics.in(context, 1);
    private final ShardId shard = new ShardId("trail", "shardId-000");

    @Test
    void whatHappensToAShardCountsForItAndInTotal() {
        ShardId other = new ShardId("trail", "shardId-001");
        metrics.kinesisRecord(shard, 100);
        metrics.kinesisRecord(other, 11);
        metrics.event(shard, Route.IDENTITY);
        metrics.canaryEvent(shard);
        metrics.rejected(other, "not a JSON object");
        metrics.retried(shard);
        metrics.gap(shard, Duration.ofMinutes(1));
        metrics.behind(shard, 500);
        metrics.behind(other, 70);
        assertThat(context.metric("kinesis-bytes-total")).isEqualTo(111);
        assertThat(context.metric("kinesis-bytes-total" + shard)).isEqualTo(100);
        assertThat(context.metric("events-total" + shard)).isEqualTo(1);
        assertThat(context.metric("canary-events-total" + shard)).isEqualTo(1);
        assertThat(context.metric("events-by-route-totalidentity")).isEqualTo(1);
        assertThat(context.metric("rejected-total" + other)).isEqualTo(1);
        assertThat(context.metric("rejected-by-reason-totalnot a JSON object")).isEqualTo(1);
        assertThat(context.metric("retries-total" + shard)).isEqualTo(1);
        assertThat(context.metric("gap-ms-total")).isEqualTo(60_000);
        assertThat(context.metric("millis-behind-latest")).isEqualTo(500);
        assertThat(context.metric("millis-behind-latest" + other)).isEqualTo(70);
    }

    @Test
    void theDelayOfIdentityEventsIsSplitAtTheArrivalInKinesis() {
        metrics.identityEvent(ARRIVAL.minusSeconds(60), ARRIVAL, ARRIVAL.plusMillis(300));
        metrics.identityEvent(ARRIVAL.minusSeconds(60), null, ARRIVAL);
        assertThat(context.metric("aws-delay-seconds-bucket60.0")).isEqualTo(1);
        assertThat(context.metric("aws-delay-seconds-bucket30.0")).isEqualTo(0);
        assertThat(context.metric("delay-seconds-bucket0.25")).isEqualTo(0);
        assertThat(context.metric("delay-seconds-bucket+Inf")).isEqualTo(1);
        assertThat(context.metric("delay-seconds-sum")).isEqualTo(0.3);
    }

    @Test
    void thereAreNoMoreNamesThanABound() {
        for (int i = 0; i < 2000; i++) {
            metrics.kinesisRecord(new ShardId("trail", "shardId-" + i), 1);
            metrics.rejected(shard, "a payload of " + i + " bytes");
            metrics.rejected(shard, "reason " + "x".repeat(i % 200));
        }
        assertThat(context.metric("kinesis-records-total")).isEqualTo(2000);
        assertThat(context.metric("rejected-by-reason-totala payload of N bytes")).isEqualTo(2000);
        assertThat(context.metric("rejected-by-reason-totalother")).isPositive();
        assertThat(context.names()).isLessThan(10 * 502 + 95);
    }

    /** A reader may be in the middle of an answer when its task stops: its successor must find the names free. */
    @Test
    void whoStillReadsWhenTheTaskStopsLeavesNoNames() {
        metrics.close();
        context.taskStopped();
        metrics.behind(shard, 500);
        assertThat(context.names()).isZero();
        IngestMetrics next = IngestMetrics.in(context, 1);
        next.behind(shard, 70);
        assertThat(context.metric("millis-behind-latest" + shard)).isEqualTo(70);
    }

    /** Connect starts the next task beside one that it has given up. */
    @Test
    void whereAFormerTaskHasNotStoppedItIsWaitedFor() {
        int names = context.names();
        assertThatThrownBy(() -> IngestMetrics.in(context, 2)).isInstanceOf(ConnectException.class)
                .hasMessageContaining("a former task of this worker has not stopped yet");
        assertThat(context.names()).isEqualTo(names);
        CompletableFuture<IngestMetrics> next = CompletableFuture.supplyAsync(() -> IngestMetrics.in(context, 600));
        assertThat(next).isNotDone();
        context.taskStopped();
        assertThat(next).succeedsWithin(Duration.ofSeconds(30));
        next.join().canaryEvent(shard);
        assertThat(context.metric("canary-events-total")).isEqualTo(1);
        assertThat(context.names()).isGreaterThan(names);
    }
}
