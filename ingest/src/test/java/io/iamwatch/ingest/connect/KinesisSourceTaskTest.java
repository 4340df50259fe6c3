package io.iamwatch.ingest.connect;

import static io.iamwatch.ingest.connect.TaskPayloads.bytes;
import static io.iamwatch.ingest.connect.TaskPayloads.header;
import static io.iamwatch.ingest.connect.TaskPayloads.lines;
import static io.iamwatch.ingest.connect.TaskPayloads.padded;
import static io.iamwatch.ingest.connect.TaskPayloads.record;
import static io.iamwatch.ingest.connect.TaskPayloads.role;
import static io.iamwatch.ingest.connect.TaskPayloads.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.ingest.kinesis.FakeKinesis;
import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A task against Kinesis in memory and a worker that stores what it is told to. */
@Timeout(60)
class KinesisSourceTaskTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123Z");
    private static final Instant PIN = NOW.minusSeconds(5);
    private static final Instant ARRIVAL = NOW.plusSeconds(1);
    private static final String CONTROL = "{\"messageType\":\"CONTROL_MESSAGE\",\"logEvents\":[]}";

    private final FakeKinesis kinesis = new FakeKinesis();
    private final FakeContext context = new FakeContext(true);
    private final ShardId shard = kinesis.shard("trail", "shardId-000");
    private final List<KinesisSourceTask> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(KinesisSourceTask::stop);
    }

    @Test
    void anEventGoesToItsTopicByItsAccountWithItsArrivalAndItsSource() throws InterruptedException {
        String sequence = kinesis.put(shard, record("iam", "CreateUser"), ARRIVAL);
        SourceRecord record = take(start(Map.of()), 1).getFirst();
        assertThat(record.topic()).isEqualTo("cloudtrail.identity");
        assertThat(record.kafkaPartition()).isNull();
        assertThat(record.keySchema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat(text(record.key())).isEqualTo("111122223333");
        assertThat(record.valueSchema()).isEqualTo(Schema.BYTES_SCHEMA);
        assertThat((byte[]) record.value()).isEqualTo(record("iam", "CreateUser"));
        assertThat(record.timestamp()).isEqualTo(ARRIVAL.toEpochMilli());
        assertThat(header(record, RecordHeaders.SOURCE)).isEqualTo("trail/shardId-000/" + sequence + "/0");
        assertThat(header(record, RecordHeaders.WRITTEN_AT)).matches("[0-9]{13}");
        assertThat(record.headers()).hasSize(2);
        assertThat(record.sourcePartition()).isEqualTo(Map.of("shard", "trail/shardId-000"));
        assertThat(record.sourceOffset()).isEqualTo(
                Map.of("sequence", sequence, "seen_ms", ARRIVAL.toEpochMilli(), "state", "ACTIVE"));
    }

    @Test
    void recordsAreRoutedAndRejectedOnesGoOutInTheSameBatch() throws InterruptedException {
        byte[] payload = lines(record("iam", "CreateUser"), record("ec2", "RunInstances"), bytes("garbage"),
                record("s3", "GetObject").clone());
        String sequence = kinesis.put(shard, payload, ARRIVAL);
        List<SourceRecord> records = take(start(Map.of()), 4);
        assertThat(records).extracting(SourceRecord::topic).containsExactly("cloudtrail.identity", "cloudtrail.users",
                "cloudtrail.rejected", "cloudtrail.users");
        SourceRecord rejected = records.get(2);
        assertThat(text(rejected.key())).isEqualTo("trail/shardId-000/" + sequence + "/2");
        assertThat(text(rejected.value()).strip()).isEqualTo("garbage");
        assertThat(header(rejected, RecordHeaders.SOURCE)).isEqualTo("trail/shardId-000/" + sequence + "/2");
        assertThat(header(rejected, RecordHeaders.REASON)).isEqualTo("not a JSON object");
        assertThat(rejected.timestamp()).isEqualTo(ARRIVAL.toEpochMilli());
        assertThat(context.metric("kinesis-records-total")).isEqualTo(1);
        assertThat(context.metric("rejected-total")).isEqualTo(1);
        assertThat(context.metric("events-by-route-totalidentity")).isEqualTo(1);
        assertThat(context.metric("events-by-route-totalusers")).isEqualTo(2);
        assertThat(context.metric("events-by-route-totalactivity")).isZero();
    }

    @Test
    void theFirstStartAtTheNewestRecordIsPinnedBeforeThereIsARecord() throws InterruptedException {
        kinesis.put(shard, record("iam", "BeforeTheStart"), PIN.minusMillis(1));
        KinesisSourceTask task = start(Map.of());
        List<SourceRecord> pin = task.poll();
        assertThat(pin).hasSize(1).first().satisfies(marker -> {
            assertThat(marker.topic()).isEqualTo("iamwatch.progress");
            assertThat(text(marker.key())).isEqualTo("trail/shardId-000");
            assertThat(marker.sourceOffset())
                    .isEqualTo(Map.of("pinned_ms", PIN.toEpochMilli(), "state", "ACTIVE"));
        });
        context.commit(pin);
        task.stop();
        kinesis.put(shard, record("iam", "WhileNobodyLooked"), NOW.plusMillis(1));
        List<SourceRecord> records = take(start(Map.of()), 1);
        assertThat(text(records.getFirst().value())).contains("WhileNobodyLooked");
        assertThat(kinesis.iteratorRequests()).allSatisfy(request -> {
            assertThat(request.shardIteratorType()).isEqualTo(ShardIteratorType.AT_TIMESTAMP);
            assertThat(request.timestamp()).isEqualTo(PIN);
        });
    }

    @Test
    void aWorkerWhoseClockRunsAheadSkipsNothing() throws InterruptedException {
        kinesis.put(shard, record("iam", "RightAfterTheStart"), NOW.minusSeconds(4));
        assertThat(text(take(start(Map.of()), 1).getFirst().value())).contains("RightAfterTheStart");
    }

    @Test
    void aRestartGoesOnBehindTheStoredSequenceNumber() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            kinesis.put(shard, record("iam", "First" + i), ARRIVAL);
        }
        KinesisSourceTask task = start(Map.of("kinesis.get.records.limit", "2"));
        List<SourceRecord> records = take(task, 5);
        records.forEach(record -> seen.add(text(record.value())));
        context.commit(records);
        task.stop();
        assertThat(kinesis.isClosed()).isTrue();
        String last = (String) records.getLast().sourceOffset().get("sequence");
        kinesis.put(shard, record("iam", "Second"), ARRIVAL);
        List<SourceRecord> more = take(start(Map.of()), 1);
        assertThat(text(more.getFirst().value())).contains("Second");
        assertThat(kinesis.iteratorRequests()).last().satisfies(request -> {
            assertThat(request.shardIteratorType()).isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
            assertThat(request.startingSequenceNumber()).isEqualTo(last);
        });
        assertThat(seen).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void severalShardsOfSeveralStreamsKeepTheirOwnOrderAndOffsets() throws InterruptedException {
        ShardId second = kinesis.shard("trail", "shardId-001");
        ShardId other = kinesis.shard("other", "shardId-000");
        for (int i = 0; i < 50; i++) {
            for (ShardId each : List.of(shard, second, other)) {
                kinesis.put(each, record("iam", "%s-%03d".formatted(each, i)), ARRIVAL);
            }
        }
        List<SourceRecord> records = take(
                startWith(Map.of("kinesis.get.records.limit", "7"), lineage(shard), lineage(second), lineage(other)),
                150);
        for (ShardId each : List.of(shard, second, other)) {
            assertThat(records.stream().filter(r -> r.sourcePartition().equals(Map.of("shard", each.toString())))
                    .map(r -> text(r.value()))).hasSize(50).isSorted().allMatch(v -> v.contains(each.toString()));
        }
    }

    @Test
    void whatYieldsNothingMovesThePositionByOneMarkAPollAndShard() throws InterruptedException {
        kinesis.put(shard, bytes(CONTROL), ARRIVAL);
        kinesis.put(shard, bytes(CONTROL), ARRIVAL);
        String last = kinesis.put(shard, role(), ARRIVAL);
        List<SourceRecord> marks = new ArrayList<>();
        KinesisSourceTask task = start(Map.of("activity.enabled", "false"));
        await().until(() -> {
            marks.addAll(polled(task));
            return !marks.isEmpty() && last.equals(marks.getLast().sourceOffset().get("sequence"));
        });
        assertThat(marks).hasSizeLessThanOrEqualTo(2)
                .allSatisfy(mark -> assertThat(mark.topic()).isEqualTo("iamwatch.progress"));
        assertThat(context.metric("events-by-route-totalactivity")).isEqualTo(1);
    }

    @Test
    void aRecordThatYieldsSomethingAfterOneThatDidNotNeedsNoMark() throws InterruptedException {
        kinesis.put(shard, bytes(CONTROL), ARRIVAL);
        kinesis.put(shard, role(), ARRIVAL);
        assertThat(take(start(Map.of()), 1)).extracting(SourceRecord::topic).containsExactly("cloudtrail.activity");
    }

    @Test
    void aBatchIsBoundedAndSplitsNoKinesisRecord() throws InterruptedException {
        byte[] event = padded(100_000);
        byte[] payload = lines(IntStream.range(0, 30).mapToObj(i -> event).toArray(byte[][]::new));
        for (int i = 0; i < 10; i++) {
            kinesis.put(shard, payload, ARRIVAL);
        }
        KinesisSourceTask task = start(Map.of());
        List<List<SourceRecord>> batches = new ArrayList<>();
        await().until(() -> {
            List<SourceRecord> batch = polled(task).stream().filter(r -> !r.topic().equals("iamwatch.progress"))
                    .toList();
            if (!batch.isEmpty()) {
                batches.add(batch);
            }
            return batches.stream().mapToInt(List::size).sum() == 300;
        });
        assertThat(batches).hasSizeGreaterThan(2).allSatisfy(batch -> {
            assertThat(batch.size() % 30).isZero();
            assertThat(batch.stream().mapToLong(r -> ((byte[]) r.value()).length).sum()).isLessThan(12_000_000);
        });
    }

    @Test
    void whatIsTooLargeForATopicGoesToRejectedAsAReference() throws InterruptedException {
        String sequence = kinesis.put(shard, lines(padded(2000), record("iam", "CreateUser"), bytes("y".repeat(3000))),
                ARRIVAL);
        List<SourceRecord> records = take(start(Map.of("record.max.bytes", "1024")), 3);
        assertThat(records).extracting(SourceRecord::topic).containsExactly("cloudtrail.rejected",
                "cloudtrail.identity", "cloudtrail.rejected");
        assertThat(text(records.getFirst().value())).startsWith("{\"source\":\"trail/shardId-000/" + sequence + "/0\"")
                .contains("\"bytes\":2").contains("\"sha256\":\"");
        assertThat(header(records.getFirst(), RecordHeaders.REASON)).contains("larger than the 1024 bytes");
        assertThat(header(records.getLast(), RecordHeaders.REASON)).contains("not a JSON object")
                .contains("larger than the 1024 bytes");
    }

    @Test
    void manyShardsDoNotMakeManyTransactions() throws InterruptedException {
        List<ShardId> shards = IntStream.range(1, 20).mapToObj(i -> kinesis.shard("trail", "shardId-%03d".formatted(i)))
                .toList();
        KinesisSourceTask task = new KinesisSourceTask(endpoint -> kinesis, InstantSource.system());
        started.add(task);
        task.initialize(context);
        task.start(configuration(Map.of("kinesis.poll.interval.ms", "10"),
                shards.stream().map(KinesisSourceTaskTest::lineage).toArray(Lineage[]::new)));
        long begin = System.nanoTime();
        int records = 0;
        int transactions = 0;
        for (int i = 0; records < 400; i++) {
            if (i < 400) {
                kinesis.put(shards.get(i % shards.size()), record("iam", "CreateUser"), Instant.now());
            }
            List<SourceRecord> batch = polled(task);
            records += (int) batch.stream().filter(record -> !record.topic().equals("iamwatch.progress")).count();
            transactions += batch.isEmpty() ? 0 : 1;
            if (Duration.ofNanos(System.nanoTime() - begin).toMillis() > 1000) {
                break;
            }
        }
        assertThat(records).isPositive();
        assertThat(transactions).isLessThanOrEqualTo(2 + (int) (System.nanoTime() - begin) / 100_000_000);
    }

    @Test
    void anExpiredIteratorIsHadAnewBehindTheLastRecord() throws InterruptedException {
        String first = kinesis.put(shard, record("iam", "First"), ARRIVAL);
        KinesisSourceTask task = start(Map.of());
        take(task, 1);
        int asked = kinesis.iteratorRequests().size();
        kinesis.fail(ExpiredIteratorException.builder().message("expired").build());
        await().until(() -> kinesis.iteratorRequests().size() > asked);
        kinesis.put(shard, record("iam", "Second"), ARRIVAL);
        assertThat(text(take(task, 1).getFirst().value())).contains("Second");
        assertThat(kinesis.iteratorRequests().getLast().startingSequenceNumber()).isEqualTo(first);
    }

    @Test
    void anIteratorThatExpiresBeforeTheFirstRecordIsHadAnewAtThePin() throws InterruptedException {
        KinesisSourceTask task = start(Map.of());
        await().until(() -> kinesis.iteratorRequests().size() == 1);
        kinesis.fail(ExpiredIteratorException.builder().message("expired").build());
        await().until(() -> kinesis.iteratorRequests().size() == 2);
        kinesis.put(shard, record("iam", "Early"), NOW);
        assertThat(text(take(task, 1).getFirst().value())).contains("Early");
        assertThat(kinesis.iteratorRequests())
                .allSatisfy(request -> assertThat(request.timestamp()).isEqualTo(PIN));
    }

    @Test
    void throttlingAndOutagesDelayAndLoseNothing() throws InterruptedException {
        for (RuntimeException failure : List.of(
                ProvisionedThroughputExceededException.builder().message("slow down").build(),
                SdkClientException.create("connection refused"),
                KinesisException.builder().message("bad iterator").statusCode(400).build())) {
            kinesis.fail(failure);
        }
        kinesis.put(shard, record("iam", "Only"), ARRIVAL);
        KinesisSourceTask task = start(Map.of());
        assertThat(take(task, 1)).hasSize(1);
        assertThat(kinesis.hasFailed()).isTrue();
    }

    @Test
    void aClosedShardIsMarkedAndNotReadAgain() throws InterruptedException {
        String last = kinesis.put(shard, record("iam", "Last"), ARRIVAL);
        kinesis.end(shard);
        KinesisSourceTask task = start(Map.of());
        List<SourceRecord> all = new ArrayList<>();
        await().until(() -> {
            all.addAll(polled(task));
            return !all.isEmpty() && "SHARD_END".equals(all.getLast().sourceOffset().get("state"));
        });
        assertThat(all.getLast().sourceOffset()).isEqualTo(Map.of("sequence", last, "state", "SHARD_END"));
        context.commit(all);
        int asked = kinesis.iteratorRequests().size();
        assertThat(start(Map.of()).poll()).isNull();
        assertThat(kinesis.iteratorRequests()).hasSize(asked);
    }

    @Test
    void aChildOfAShardThatWasReadIsReadFromItsOldestRecord() throws InterruptedException {
        context.put(Map.of("shard", shard.toString()), Map.of("state", "SHARD_END"));
        ShardId child = kinesis.child(shard, "shardId-001");
        kinesis.put(child, record("iam", "WhileNobodyLooked"), NOW.minusSeconds(3600));
        KinesisSourceTask task = startWith(Map.of(), new Lineage(child, List.of(shard), List.of()));
        assertThat(take(task, 1)).hasSize(1);
        assertThat(kinesis.iteratorRequests().getLast().shardIteratorType()).isEqualTo(ShardIteratorType.TRIM_HORIZON);
    }

    @Test
    void trimHorizonReadsWhatIsThere() throws InterruptedException {
        kinesis.put(shard, record("iam", "Old"), NOW.minusSeconds(3600));
        assertThat(take(start(Map.of("kinesis.start.position", "TRIM_HORIZON")), 1)).hasSize(1);
    }

    @Test
    void aStoredPositionThatIsNotUnderstoodIsRefused() {
        context.put(Map.of("shard", shard.toString()), Map.of("state", "PAUSED"));
        assertThatThrownBy(() -> start(Map.of())).isInstanceOf(ConnectException.class)
                .hasMessageContaining("trail/shardId-000").hasMessageContaining("PAUSED");
    }

    @Test
    void aWorkerWithoutMetricsOfPluginsWillDo() throws InterruptedException {
        kinesis.put(shard, record("iam", "CreateUser"), ARRIVAL);
        KinesisSourceTask task = newTask();
        task.initialize(new FakeContext(false));
        task.start(configuration(Map.of(), lineage(shard)));
        assertThat(take(task, 1)).hasSize(1);
    }

    @Test
    void anEmptyPollReturnsSoon() throws InterruptedException {
        KinesisSourceTask task = start(Map.of());
        task.poll();
        await().atMost(Duration.ofSeconds(2)).until(() -> task.poll() == null);
    }

    private KinesisSourceTask start(Map<String, String> extra) {
        return startWith(extra, lineage(shard));
    }

    private KinesisSourceTask startWith(Map<String, String> extra, Lineage... lineages) {
        context.taskStopped();
        KinesisSourceTask task = newTask();
        task.initialize(context);
        task.start(configuration(extra, lineages));
        return task;
    }

    private KinesisSourceTask newTask() {
        KinesisSourceTask task = new KinesisSourceTask(endpoint -> kinesis, () -> NOW);
        started.add(task);
        return task;
    }

    private static Lineage lineage(ShardId shard) {
        return new Lineage(shard, List.of(), List.of());
    }

    private static Map<String, String> configuration(Map<String, String> extra, Lineage... lineages) {
        Map<String, String> connector = new HashMap<>(Map.of("kinesis.streams", "trail,other", "kinesis.region",
                "eu-central-1", "kinesis.poll.interval.ms", "20"));
        connector.putAll(extra);
        return new Assignment(List.of(lineages)).addTo(connector);
    }

    /** Polls until there are that many records besides marks. */
    private static List<SourceRecord> take(KinesisSourceTask task, int count) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
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
}
