package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./iamwatch run}: everything in one process, whose data outlives it. */
class RunIT {

    private static final int PARTITIONS = 2;
    /** More than an index, which has its whole size from the beginning. */
    private static final int FILE_KIB = 32 * 1024;

    private RunHome home;

    @BeforeEach
    void begin() throws IOException {
        home = new RunHome(PARTITIONS);
    }

    @AfterEach
    void stop() throws IOException {
        home.close();
    }

    @Test
    void findsAnAttackThatBeganBeforeItWasStoppedAndStartedAgain() throws Exception {
        Story story = home.story("111122223333", "patient");
        try (ServiceProcess first = startWithCandidate("high")) {
            first.awaitReady();
            assertThat(first.status("/health/live")).isEqualTo(200);
            assertThat(first.body("/metrics")).contains("jvm_memory_used_bytes", "kafka_streams_alive_threads");
            try (Harvest harvest = home.harvest()) {
                home.put(story.creation());
                harvest.until("the creation", () -> harvest.records().anyMatch(record -> record.key() != null
                        && record.key().startsWith(story.account())));
            }
            endsWithin(Duration.ofSeconds(10), first);
        }
        try (ServiceProcess second = startWithCandidate("low")) {
            second.awaitReady();
            try (Harvest harvest = home.harvest()) {
                home.put(story.grant());
                harvest.until("the incident", () -> harvest.isSettled(story));
                assertThat(harvest.alerts(story)).extracting(DetectionFinding::severityId)
                        .containsExactly(Severity.CRITICAL);
                harvest.until("what the candidate says", () -> harvest.records(Topics.ALERTS_SHADOW).findAny()
                        .isPresent());
                assertThat(harvest.records(Topics.ALERTS_SHADOW)).allSatisfy(alert -> {
                    assertThat(alert.key()).isEqualTo(story.key());
                    assertThat(new String(alert.value(), UTF_8)).contains("\"severity\":\"Low\"", "\"shadow\":true");
                });
                assertThat(harvest.incidents(story)).allSatisfy(incident -> assertThat(incident.severityId())
                        .isEqualTo(Severity.CRITICAL));
            }
            assertThat(second.body("/metrics")).contains("iamwatch_detector_shadow_alerts_total");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", home.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).filteredOn(name -> name.contains("-shadow-"))
                        .as("of the candidate before nothing is left").hasSize(1);
            }
        }
    }

    private ServiceProcess startWithCandidate(String severity) throws IOException {
        Path rules = Files.writeString(home.folder().resolve(severity + ".yaml"),
                "rules:\n  new-admin-user:\n    severity: " + severity + "\n");
        Map<String, String> config = home.config("data");
        config.put("detector.shadow.rules", rules.toString());
        return home.start(config);
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
        Story story = home.story("111122223333", "survivor");
        try (ServiceProcess first = start(); Harvest harvest = home.harvest()) {
            first.awaitReady();
            home.put(story.creation());
            home.put(story.grant());
            harvest.until("the incident", () -> harvest.isSettled(story));
            first.process().kill();
        }
        Path marker = home.folder().resolve("data").resolve("boot");
        assertThat(marker).exists();
        Files.writeString(marker, "another boot");
        try (ServiceProcess second = start(); Harvest harvest = home.harvest()) {
            second.awaitReady();
            assertThat(second.process().err()).contains("Kinesis is read again from 15 minutes before");
            harvest.until("both records a second time", () -> harvest.records(Topics.IDENTITY).count() == 4);
            Story next = home.story("111122223333", "next");
            home.put(next.creation());
            home.put(next.grant());
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
            home.kinesis().close();
            run.awaitNotReady("Kinesis does not answer");
            assertThat(run.status("/health/live")).isEqualTo(200);
        }
    }

    @Test
    void aFullDiskEndsItWithItsReasonAndNothingIsLost() throws Exception {
        Story story = home.story("111122223333", "survivor");
        try (ServiceProcess full = start(RunHome.STREAM,
                arguments -> JavaProcess.startWithFilesOfAtMost(FILE_KIB, arguments));
                Harvest harvest = home.harvest()) {
            full.awaitReady();
            home.put(story.creation());
            harvest.until("the creation", () -> harvest.records(Topics.IDENTITY).count() == 1);
            fill(FILE_KIB);
            assertThat(full.process().exitCode()).isEqualTo(1);
            assertThat(full.process().err()).contains("iamwatch run: Kafka's broker cannot go on", "disk full");
        }
        try (ServiceProcess second = start(); Harvest harvest = home.harvest()) {
            second.awaitReady();
            home.put(story.grant());
            harvest.until("the incident", () -> harvest.isSettled(story));
            assertThat(harvest.alerts(story)).hasSize(1);
            assertThat(harvest.records(Topics.IDENTITY)).hasSize(2);
        }
    }

    /** Writes to a topic that nobody reads until the broker takes no more. */
    private void fill(int kibibytes) {
        byte[] block = new byte[1024 * 1024];
        new Random(1).nextBytes(block);
        Map<String, Object> settings = Map.of("bootstrap.servers", home.bootstrapServers(), "max.request.size",
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
        assertThat(service.process().exitCode()).isEqualTo(RunHome.TERMINATED);
        assertThat(Duration.between(before, Instant.now())).as(service.process().err()).isLessThan(limit);
    }

    private ServiceProcess start() throws IOException {
        return start(RunHome.STREAM, JavaProcess::start);
    }

    private ServiceProcess start(String stream, Function<List<String>, JavaProcess> how) throws IOException {
        Map<String, String> config = home.config("data");
        config.put("kinesis.streams", stream);
        return ServiceProcess.start("run", home.folder(), config, how);
    }
}
