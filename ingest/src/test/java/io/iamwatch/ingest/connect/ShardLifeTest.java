package io.iamwatch.ingest.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.iamwatch.ingest.kinesis.FakeKinesis;
import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** How a task reads shards that end, follow each other, and lose what nobody read in time. */
@Timeout(60)
class ShardLifeTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final FakeKinesis kinesis = new FakeKinesis();
    private final FakeContext context = new FakeContext(true);
    private final ShardId parent = kinesis.shard("trail", "shardId-000");
    private final List<KinesisSourceTask> started = new ArrayList<>();
    private volatile Instant now = NOW;

    @AfterEach
    void stop() {
        started.forEach(KinesisSourceTask::stop);
    }

    @Test
    void aChildIsReadOnlyWhenItsParentsEndIsCommitted() throws InterruptedException {
        ShardId child = kinesis.child(parent, "shardId-001");
        kinesis.put(parent, event("Parent"), NOW);
        kinesis.put(child, event("Child"), NOW);
        KinesisSourceTask task = start(Map.of("kinesis.start.position", "TRIM_HORIZON"), alone(parent),
                new Lineage(child, List.of(parent), List.of()));
        List<SourceRecord> ofParent = take(task, 1);
        assertThat(text(ofParent)).containsExactly("Parent");
        kinesis.end(parent);
        List<SourceRecord> end = new ArrayList<>();
        await().until(() -> end.addAll(polled(task)));
        assertThat((Object) end.getLast().sourceOffset().get("state")).isEqualTo("SHARD_END");
        now = NOW.plusSeconds(10);
        assertThat(polled(task)).as("the end is handed over but not committed").isEmpty();
        context.commit(end);
        now = NOW.plusSeconds(20);
        assertThat(text(take(task, 1))).containsExactly("Child");
    }

    @Test
    void aChildOfTwoWaitsForBoth() throws InterruptedException {
        ShardId other = kinesis.shard("trail", "shardId-001");
        ShardId merged = kinesis.child(parent, "shardId-002");
        kinesis.put(merged, event("Merged"), NOW);
        ended(parent);
        KinesisSourceTask task = start(Map.of("kinesis.start.position", "TRIM_HORIZON"),
                new Lineage(merged, List.of(parent, other), List.of()));
        assertThat(polled(task)).isEmpty();
        ended(other);
        now = NOW.plusSeconds(1);
        assertThat(text(take(task, 1))).containsExactly("Merged");
    }

    @Test
    void aChildWhoseParentIsGoneWaitsForNobody() throws InterruptedException {
        ShardId child = kinesis.child(parent, "shardId-001");
        kinesis.put(child, event("Child"), NOW.minusSeconds(60));
        context.put(Map.of("shard", parent.toString()), Map.of("sequence", "1", "state", "ACTIVE"));
        KinesisSourceTask task = start(Map.of(), new Lineage(child, List.of(), List.of(parent)));
        assertThat(text(take(task, 1))).containsExactly("Child");
        assertThat(kinesis.iteratorRequests().getLast().shardIteratorType()).isEqualTo(ShardIteratorType.TRIM_HORIZON);
    }

    @Test
    void aFirstStartAtTheNewestRecordPinsWhatMustWaitToo() throws InterruptedException {
        ShardId child = kinesis.child(parent, "shardId-001");
        kinesis.put(child, event("BeforeTheStart"), NOW.minusSeconds(60));
        kinesis.put(child, event("WhileItWaited"), NOW);
        kinesis.end(parent);
        KinesisSourceTask task = start(Map.of(), alone(parent), new Lineage(child, List.of(parent), List.of()));
        List<SourceRecord> pins = polled(task);
        context.commit(pins);
        assertThat(pins).extracting(SourceRecord::sourcePartition).hasSizeGreaterThanOrEqualTo(2);
        await().until(() -> {
            now = now.plusSeconds(1);
            List<SourceRecord> more = polled(task);
            context.commit(more);
            return text(more).contains("WhileItWaited");
        });
    }

    @Test
    void aStartAtATimeReadsFromThere() throws InterruptedException {
        kinesis.put(parent, event("Before"), NOW.minusSeconds(61));
        kinesis.put(parent, event("After"), NOW.minusSeconds(60));
        KinesisSourceTask task = start(Map.of("kinesis.start.position", "AT_TIMESTAMP", "kinesis.start.timestamp",
                NOW.minusSeconds(60).toString()), alone(parent));
        assertThat(text(take(task, 1))).containsExactly("After");
    }

    @Test
    void aPositionOlderThanTheRetentionIsAGapThatIsCountedOnce() throws InterruptedException {
        String last = kinesis.put(parent, event("Read"), NOW.minus(Duration.ofHours(30)));
        kinesis.trim(parent);
        kinesis.put(parent, event("Oldest"), NOW.minus(Duration.ofHours(23)));
        store(last, NOW.minus(Duration.ofHours(30)));
        KinesisSourceTask task = start(Map.of(), alone(parent));
        List<SourceRecord> all = take(task, 1);
        assertThat(text(all)).containsExactly("Oldest");
        assertThat(context.metric("gaps-total")).isEqualTo(1);
        assertThat(context.metric("gap-ms-total")).isEqualTo(21_600_000.0);
        assertThat(context.metric("gap-ms-totaltrail/shardId-000")).isEqualTo(21_600_000.0);
    }

    @Test
    void afterAGapNothingThatWasReadIsReadAgain() throws InterruptedException {
        String last = kinesis.put(parent, event("Read"), NOW.minus(Duration.ofHours(30)));
        kinesis.put(parent, event("Next"), NOW.minus(Duration.ofHours(23)));
        store(last, NOW.minus(Duration.ofHours(30)));
        assertThat(text(take(start(Map.of(), alone(parent)), 1))).containsExactly("Next");
        assertThat(context.metric("repeated-total")).isEqualTo(1);
    }

    @Test
    void aLongerRetentionMakesNoGap() throws InterruptedException {
        kinesis.retention(Duration.ofDays(2));
        String last = kinesis.put(parent, event("Read"), NOW.minus(Duration.ofHours(30)));
        kinesis.put(parent, event("Next"), NOW.minus(Duration.ofHours(29)));
        store(last, NOW.minus(Duration.ofHours(30)));
        assertThat(text(take(start(Map.of(), alone(parent)), 1))).containsExactly("Next");
        assertThat(context.metric("gaps-total")).isZero();
    }

    @Test
    void aQuietShardIsNoGap() throws InterruptedException {
        String last = kinesis.put(parent, event("Read"), NOW.minus(Duration.ofMinutes(11)));
        store(last, NOW.minus(Duration.ofMinutes(11)));
        KinesisSourceTask task = start(Map.of(), alone(parent));
        List<SourceRecord> marks = new ArrayList<>();
        await().until(() -> marks.addAll(polled(task)));
        assertThat(marks.getFirst().topic()).isEqualTo("iamwatch.progress");
        assertThat(marks.getFirst().sourceOffset()).isEqualTo(
                Map.of("sequence", last, "seen_ms", NOW.toEpochMilli(), "state", "ACTIVE"));
    }

    @Test
    void aRefusedPositionGoesOnAtTheOldestRecord() throws InterruptedException {
        String last = kinesis.put(parent, event("Read"), NOW.minusSeconds(100));
        kinesis.put(parent, event("Next"), NOW.minusSeconds(50));
        store(last, NOW.minusSeconds(100));
        kinesis.fail(InvalidArgumentException.builder().message("StartingSequenceNumber is invalid").build());
        assertThat(text(take(start(Map.of(), alone(parent)), 1))).containsExactly("Next");
        assertThat(context.metric("gaps-total")).isEqualTo(1);
    }

    @Test
    void aShardThatIsGoneEndsWithAGapAndFailsNothing() throws InterruptedException {
        store("4950", NOW.minusSeconds(3600));
        ShardId lost = new ShardId("trail", "shardId-009");
        context.put(Map.of("shard", lost.toString()),
                Map.of("sequence", "4950", "state", "ACTIVE", "seen_ms", NOW.minusSeconds(3600).toEpochMilli()));
        kinesis.fail(ResourceNotFoundException.builder().message("shard not found").build());
        KinesisSourceTask task = start(Map.of(), alone(lost));
        List<SourceRecord> end = new ArrayList<>();
        await().until(() -> end.addAll(polled(task)));
        assertThat(end.getLast().sourceOffset()).isEqualTo(Map.of("sequence", "4950", "state", "SHARD_END"));
        assertThat(context.metric("gap-ms-total")).isEqualTo(3_600_000);
    }

    @Test
    void aStreamThatIsMissingIsWaitedFor() throws InterruptedException {
        kinesis.put(parent, event("Back"), NOW);
        for (int i = 0; i < 2; i++) {
            kinesis.fail(ResourceNotFoundException.builder().message("stream not found").build());
        }
        KinesisSourceTask task = start(Map.of("kinesis.start.position", "TRIM_HORIZON"), alone(parent));
        assertThat(text(take(task, 1))).containsExactly("Back");
        assertThat(context.metric("retries-total")).isPositive();
    }

    private void store(String sequence, Instant seen) {
        context.put(Map.of("shard", parent.toString()),
                Map.of("sequence", sequence, "state", "ACTIVE", "seen_ms", seen.toEpochMilli()));
    }

    private void ended(ShardId shard) {
        context.put(Map.of("shard", shard.toString()), Map.of("state", "SHARD_END"));
    }

    private KinesisSourceTask start(Map<String, String> extra, Lineage... lineages) {
        KinesisSourceTask task = new KinesisSourceTask(endpoint -> kinesis, () -> now);
        started.add(task);
        Map<String, String> connector = new HashMap<>(Map.of("kinesis.streams", "trail", "kinesis.region",
                "eu-central-1", "kinesis.poll.interval.ms", "20"));
        connector.putAll(extra);
        task.initialize(context);
        task.start(new Assignment(List.of(lineages)).addTo(connector));
        return task;
    }

    private static Lineage alone(ShardId shard) {
        return new Lineage(shard, List.of(), List.of());
    }

    /** Polls until there are that many records besides marks; what comes with them is no more than that. */
    private static List<SourceRecord> take(KinesisSourceTask task, int count) {
        List<SourceRecord> records = new ArrayList<>();
        await().until(() -> {
            polled(task).stream().filter(record -> !record.topic().equals("iamwatch.progress")).forEach(records::add);
            return records.size() >= count;
        });
        assertThat(records).hasSize(count);
        return records;
    }

    private static List<SourceRecord> polled(KinesisSourceTask task) throws InterruptedException {
        List<SourceRecord> batch = task.poll();
        return batch == null ? List.of() : batch;
    }

    private static List<String> text(List<SourceRecord> records) {
        return records.stream().filter(record -> record.topic().equals("cloudtrail.identity"))
                .map(record -> new String((byte[]) record.value(), UTF_8).replaceAll(".*eventName\":\"(\\w+)\".*",
                        "$1"))
                .toList();
    }

    private static byte[] event(String name) {
        return ("{\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"%s\",\"eventTime\":\"2026-11-01T00:00:00Z\","
                + "\"userIdentity\":{\"type\":\"IAMUser\",\"accountId\":\"111122223333\"}}").formatted(name)
                .getBytes(UTF_8);
    }
}
