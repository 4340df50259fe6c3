package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./iamwatch run}: everything in one process, whose data outlives it. */
class RunIT {

    private static final String STREAM = "cloudtrail";
    private static final int PARTITIONS = 2;
    private static final int TERMINATED = 128 + 15;
    /** More than an index, which has its whole size from the beginning. */
    private static final int FILE_KIB = 32 * 1024;

    private final InstantSource wallClock = InstantSource.system();
    private Path folder;
    private KinesisEmulator kinesis;
    private int brokerPort;

    @BeforeEach
    void startKinesis() throws IOException {
        folder = TestFolder.create();
        kinesis = KinesisEmulator.start(Files.createDirectory(folder.resolve("kinesis")), System.out::println);
        kinesis.createStream(STREAM, 1);
        brokerPort = FreePort.find();
    }

    @AfterEach
    void stop() throws IOException {
        kinesis.close();
        TestFolder.remove(folder);
    }

    @Test
    void findsAnAttackThatBeganBeforeItWasStoppedAndStartedAgain() throws Exception {
        Story story = new Story("111122223333", "patient", wallClock.instant());
        try (ServiceProcess first = start()) {
            first.awaitReady();
            assertThat(first.status("/health/live")).isEqualTo(200);
            assertThat(first.body("/metrics")).contains("jvm_memory_used_bytes", "kafka_stream_");
            try (Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
                put(story.creation());
                harvest.until("the creation", () -> harvest.records().anyMatch(record -> record.key() != null
                        && record.key().startsWith(story.account())));
            }
            endsWithin(Duration.ofSeconds(10), first);
        }
        try (ServiceProcess second = start()) {
            second.awaitReady();
            try (Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
                put(story.grant());
                harvest.until("the incident", () -> harvest.isSettled(story));
                assertThat(harvest.alerts(story)).hasSize(1);
            }
        }
    }

    @Test
    void aStreamThatIsNotThereEndsTheStartWithItsReason() throws Exception {
        try (ServiceProcess run = start("no-such-stream", JavaProcess::start)) {
            assertThat(run.process().exitCode()).isEqualTo(1);
            assertThat(run.process().err())
                    .contains("Kinesis refuses stream no-such-stream: ResourceNotFoundException");
        }
        try (ServiceProcess corrected = start()) {
            corrected.awaitReady();
        }
    }

    /** What a boot of the machine leaves is what another boot's id in the marker looks like. */
    @Test
    @Tag("guarantees")
    void readsKinesisAgainAfterTheMachineDied() throws Exception {
        Story story = new Story("111122223333", "survivor", wallClock.instant());
        try (ServiceProcess first = start(); Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
            first.awaitReady();
            put(story.creation());
            put(story.grant());
            harvest.until("the incident", () -> harvest.isSettled(story));
            first.process().kill();
        }
        Path marker = folder.resolve("data").resolve("boot");
        assertThat(marker).exists();
        Files.writeString(marker, "another boot");
        try (ServiceProcess second = start(); Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
            second.awaitReady();
            assertThat(second.process().err()).contains("Kinesis is read again from 15 minutes before");
            harvest.until("both records a second time", () -> harvest.records(Topics.IDENTITY).count() == 4);
            Story next = new Story("111122223333", "next", wallClock.instant());
            put(next.creation());
            put(next.grant());
            harvest.until("the incident that follows", () -> harvest.isSettled(next));
            assertThat(harvest.alerts(story)).hasSize(1);
            endsWithin(Duration.ofSeconds(10), second);
            assertThat(marker).doesNotExist();
        }
    }

    @Test
    void saysThatItsSourceIsGone() throws Exception {
        try (ServiceProcess run = start()) {
            run.awaitReady();
            kinesis.close();
            run.awaitNotReady("Kinesis does not answer");
            assertThat(run.status("/health/live")).isEqualTo(200);
        }
    }

    @Test
    void aFullDiskEndsItWithItsReasonAndNothingIsLost() throws Exception {
        Story story = new Story("111122223333", "survivor", wallClock.instant());
        try (ServiceProcess full = start(STREAM, arguments -> JavaProcess.startWithFilesOfAtMost(FILE_KIB, arguments));
                Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
            full.awaitReady();
            put(story.creation());
            harvest.until("the creation", () -> harvest.records(Topics.IDENTITY).count() == 1);
            fill(FILE_KIB);
            assertThat(full.process().exitCode()).isEqualTo(1);
            assertThat(full.process().err()).contains("iamwatch run: Kafka's broker cannot go on", "disk full");
        }
        try (ServiceProcess second = start(); Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
            second.awaitReady();
            put(story.grant());
            harvest.until("the incident", () -> harvest.isSettled(story));
            assertThat(harvest.alerts(story)).hasSize(1);
            assertThat(harvest.records(Topics.IDENTITY)).hasSize(2);
        }
    }

    /** Writes to a topic that nobody reads until the broker takes no more. */
    private void fill(int kibibytes) {
        byte[] block = new byte[1024 * 1024];
        new Random(1).nextBytes(block);
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort, "max.request.size",
                2 * block.length, "delivery.timeout.ms", 5000, "request.timeout.ms", 2000, "max.block.ms", 5000);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < kibibytes / 1024 + 1; i++) {
                var unused = producer.send(new ProducerRecord<>(Topics.HISTORY.name(), 0, null, block));
            }
        }
    }

    private static void endsWithin(Duration limit, ServiceProcess service) throws Exception {
        Instant before = Instant.now();
        service.process().terminate();
        assertThat(service.process().exitCode()).isEqualTo(TERMINATED);
        assertThat(Duration.between(before, Instant.now())).as(service.process().err()).isLessThan(limit);
    }

    private ServiceProcess start() throws IOException {
        return start(STREAM, JavaProcess::start);
    }

    private ServiceProcess start(String stream, Function<List<String>, JavaProcess> how) throws IOException {
        return ServiceProcess.start("run", folder, Map.of("data.dir", folder.resolve("data").toString(),
                "broker.port", Integer.toString(brokerPort), "topics.partitions", Integer.toString(PARTITIONS),
                "kinesis.streams", stream, "kinesis.region", KinesisEmulator.REGION, "kinesis.endpoint",
                kinesis.endpoint().toString(), "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms",
                "200", "ingest.tasks.max", "1"), how);
    }

    private void put(String record) {
        new KinesisFeed(kinesis.client(), STREAM, wallClock).put(List.of(record.getBytes(UTF_8)));
    }
}
