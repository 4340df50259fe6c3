package io.iamwatch.deploy.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives become topics: every record once, whatever happens in between. */
@Timeout(180)
class BackfillIT {

    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @TempDir
    private Path folder;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(3);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aSecondRunAddsNothing() throws Exception {
        Path archive = archive(6, 50);
        Tally first = run(Selection.ALL, new FolderArchive(archive));
        assertThat(first.files()).isEqualTo(6);
        assertThat(first.records()).isEqualTo(300);
        List<ConsumerRecord<byte[], byte[]>> history = read(Topics.HISTORY);
        assertThat(ids(history)).hasSize(300).doesNotHaveDuplicates();
        assertThat(history).allSatisfy(record -> {
            assertThat(new String(record.key(), UTF_8)).isEqualTo("111122223333");
            assertThat(Instant.ofEpochMilli(record.timestamp())).isEqualTo("2026-05-01T12:05:00Z");
            assertThat(RecordHeaders.text(record.headers(), RecordHeaders.SOURCE)).isPresent();
        });
        Tally second = run(Selection.ALL, new FolderArchive(archive));
        assertThat(second.files()).isZero();
        assertThat(second.already()).isEqualTo(6);
        assertThat(read(Topics.HISTORY)).hasSize(300);
    }

    @Test
    void whatWasInterruptedGoesOnWhereItWas() throws Exception {
        // Larger than a transaction, so that some of it is committed before it breaks.
        byte[] content = records("big", 12_000, "x".repeat(1500));
        ArchiveFile file = file("big.json", content, () -> new SequenceInputStream(
                new ByteArrayInputStream(content, 0, content.length * 3 / 4), new Failing()));
        Tally broken = load(file);
        assertThat(broken.failed()).isEqualTo(1);
        List<String> half = ids(read(Topics.HISTORY));
        assertThat(half).hasSizeBetween(1000, 11_999).doesNotHaveDuplicates();
        Tally whole = load(file("big.json", content, () -> new ByteArrayInputStream(content)));
        assertThat(whole.failed()).isZero();
        assertThat(ids(read(Topics.HISTORY))).hasSize(12_000).doesNotHaveDuplicates();
        assertThat(broken.records() + whole.records()).isEqualTo(12_000);
    }

    @Test
    void oneThatTakesOverFencesTheOther() throws Exception {
        Path archive = archive(1, 10);
        HistoryTopics topics = new HistoryTopics(broker.bootstrapServers(), new Properties());
        try (var former = topics.producer(0)) {
            former.beginTransaction();
            former.send(new ProducerRecord<>(Topics.HISTORY.name(), "1".getBytes(UTF_8), new byte[0])).get();
            run(Selection.ALL, new FolderArchive(archive));
            assertThatThrownBy(former::commitTransaction).isInstanceOf(org.apache.kafka.common.KafkaException.class);
        }
        assertThat(read(Topics.HISTORY)).hasSize(10);
    }

    @Test
    void whatCannotBeUsedIsRejectedAndTheRestComes() throws Exception {
        Path archive = archive(1, 3);
        byte[] sound = gzip(records("cut", 2000, ""));
        Files.write(archive.resolve("damaged.json.gz"), Arrays.copyOf(sound, sound.length - 20));
        Files.writeString(archive.resolve("text.json"), "not json at all");
        Files.writeString(archive.resolve("mixed.json"),
                "{\"Records\":[{\"a\":1}," + record("mixed-1") + ",7," + record("mixed-2") + "]}");
        Tally tally = run(Selection.ALL, new FolderArchive(archive));
        assertThat(tally.failed()).isZero();
        assertThat(ids(read(Topics.HISTORY))).contains("mixed-1", "mixed-2", "0-0", "0-1", "0-2", "cut-0");
        assertThat(read(Topics.REJECTED)).hasSize((int) tally.rejected()).allSatisfy(
                record -> assertThat(RecordHeaders.text(record.headers(), RecordHeaders.REASON)).isPresent());
        assertThat(tally.complaints()).anySatisfy(line -> assertThat(line).contains("damaged.json.gz", "breaks off"));
        assertThat(run(Selection.ALL, new FolderArchive(archive)).already()).isEqualTo(4);
    }

    @Test
    void whatNoTopicTakesForItsSizeIsReferredToAndTheRestComes() throws Exception {
        byte[] content = records("huge", 3, "x".repeat(13 * 1024 * 1024));
        byte[] small = records("small", 3, "");
        Tally tally = load(file("huge.json", content, () -> new ByteArrayInputStream(content)));
        assertThat(tally.failed()).isZero();
        assertThat(tally.rejected()).isEqualTo(3);
        assertThat(load(file("small.json", small, () -> new ByteArrayInputStream(small))).records()).isEqualTo(3);
        assertThat(ids(read(Topics.HISTORY))).hasSize(3);
        assertThat(read(Topics.REJECTED)).hasSize(3).allSatisfy(record -> {
            assertThat(new String(record.value(), UTF_8)).contains("\"source\":\"huge.json", "\"sha256\":");
            assertThat(RecordHeaders.text(record.headers(), RecordHeaders.REASON).orElseThrow())
                    .startsWith("CloudTrail record").endsWith("a reference stands here");
        });
    }

    @Test
    void onlyWhatIsWantedIsRead() throws Exception {
        Path archive = folder.resolve("select");
        Files.createDirectories(archive);
        for (String name : List.of("111122223333_CloudTrail_us-east-1_20260501T1205Z_AAAAAAAAAAAAAAAA.json.gz",
                "111122223333_CloudTrail_eu-west-1_20260501T1205Z_BBBBBBBBBBBBBBBB.json.gz",
                "444455556666_CloudTrail_us-east-1_20260501T1205Z_CCCCCCCCCCCCCCCC.json.gz",
                "111122223333_CloudTrail_us-east-1_20260502T0000Z_DDDDDDDDDDDDDDDD.json.gz",
                "111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260501T120500Z.json.gz")) {
            Files.write(archive.resolve(name), gzip(records(name, 1, "")));
        }
        Tally tally = run(new Selection(Optional.of(Instant.parse("2026-05-01T12:05:00Z")),
                Optional.of(Instant.parse("2026-05-02T00:00:00Z")), Set.of("111122223333"), Set.of("us-east-1")),
                new FolderArchive(archive));
        assertThat(ids(read(Topics.HISTORY))).singleElement().asString().contains("AAAA");
        assertThat(tally.leftOut()).isEqualTo(4);
    }

    @Test
    void aMissingTopicIsNamed() {
        try (EmbeddedBroker empty = EmbeddedBroker.start(folder.resolve("empty"), 0)) {
            assertThatThrownBy(() -> new Backfill(empty.bootstrapServers(), new Properties(), Selection.ALL, 1,
                    InstantSource.fixed(NOW)).run(List.of()))
                    .isInstanceOf(BackfillFailure.class).hasMessageContaining("iamwatch.backfill");
        }
    }

    private Tally run(Selection selection, Archive archive) throws InterruptedException {
        Backfill backfill = new Backfill(broker.bootstrapServers(), new Properties(), selection, 2,
                InstantSource.fixed(NOW));
        backfill.run(List.of(archive));
        return backfill.tally();
    }

    private Tally load(ArchiveFile file) throws InterruptedException {
        Backfill backfill = new Backfill(broker.bootstrapServers(), new Properties(), Selection.ALL, 1,
                InstantSource.fixed(NOW));
        backfill.run(List.<Archive>of(sink -> sink.file(file)));
        return backfill.tally();
    }

    private static ArchiveFile file(String name, byte[] content, ArchiveFile.Content open) {
        return ArchiveFile.of(name, name, content.length, NOW.minusSeconds(60), open);
    }

    private Path archive(int files, int recordsOfEach) throws IOException {
        Path archive = folder.resolve("AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/01");
        Files.createDirectories(archive);
        for (int i = 0; i < files; i++) {
            Files.write(archive.resolve("111122223333_CloudTrail_us-east-1_20260501T1205Z_ABCDEFGH1234567" + i
                    + ".json.gz"), gzip(records(Integer.toString(i), recordsOfEach, "")));
        }
        return folder.resolve("AWSLogs");
    }

    static byte[] records(String prefix, int count, String padding) {
        List<String> records = IntStream.range(0, count)
                .mapToObj(
                        i -> record(prefix + "-" + i).replace("\"eventID\"", "\"pad\":\"" + padding + "\",\"eventID\""))
                .toList();
        return ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(UTF_8);
    }

    private static String record(String id) {
        return "{\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateUser\",\"eventTime\":"
                + "\"2026-05-01T12:00:00Z\",\"recipientAccountId\":\"111122223333\",\"eventID\":\"" + id + "\"}";
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> new String(record.value(), UTF_8))
                .map(json -> json.substring(json.indexOf("\"eventID\":\"") + 11, json.lastIndexOf('"'))).toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        return read(broker.bootstrapServers(), topic);
    }

    /** A commit is answered before its marks stand in all partitions; the next life of a producer waits for them. */
    private static void settle(String bootstrapServers) {
        HistoryTopics topics = new HistoryTopics(bootstrapServers, new Properties());
        IntStream.range(0, Backfill.MAX_WORKERS).forEach(worker -> topics.producer(worker).close());
    }

    static List<ConsumerRecord<byte[], byte[]>> read(String bootstrapServers, Topic topic) {
        settle(bootstrapServers);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "isolation.level",
                "read_committed", "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(one -> consumer.position(one) >= ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** A connection that breaks. */
    private static final class Failing extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return read();
        }
    }
}
