package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.Main;
import io.iamwatch.deploy.demo.Attack;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ctrl-C in the middle of a replay leaves no trace, neither here nor on the broker. */
@Timeout(300)
class InterruptedReplayIT {

    private static final int INTERRUPTED = 128 + 2;
    private static final int ATTACKS = 1_500;
    private static final String ACCOUNT = "229654561268";

    /** So many variants that the range takes minutes. */
    private static final String WINDOWS = IntStream.rangeClosed(1, 50).mapToObj(hours -> hours + "h")
            .collect(Collectors.joining(","));

    private Path folder;

    @BeforeEach
    void create() throws Exception {
        folder = TestFolder.create();
    }

    @AfterEach
    void remove() throws Exception {
        TestFolder.remove(folder);
    }

    @Test
    void leavesNoTrace() throws Exception {
        Path work = Files.createDirectory(folder.resolve("work"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path report = Files.writeString(work.resolve("report.json"), "as it was");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            broker.createTopics(1);
            fill(broker);
            BrokerLook before = BrokerLook.at(admin);
            try (JavaProcess replay = JavaProcess.start(List.of("-Djava.io.tmpdir=" + temporary,
                    "-Diamwatch.stderr.terminal=true", "-cp", System.getProperty("java.class.path"),
                    Main.class.getName(), "replay", "--bootstrap-servers", broker.bootstrapServers(), "--sweep",
                    "new-admin-user.window=" + WINDOWS, "--format", "json", "--out", report.toString(),
                    "--export-checkpoint", work.resolve("checkpoint").toString(), "--emit-baseline",
                    work.resolve("baseline.json").toString()))) {
                replay.awaitErr(" left");
                assertThat(BrokerLook.at(admin)).isEqualTo(before);
                replay.interrupt();
                assertThat(replay.exitCode()).isEqualTo(INTERRUPTED);
                assertThat(replay.out()).isEmpty();
                assertThat(replay.err()).doesNotContain("100 %");
                assertThat(replay.descendants()).isEmpty();
            }
            assertThat(BrokerLook.at(admin)).isEqualTo(before);
        }
        assertThat(report).hasContent("as it was");
        assertThat(work.toFile().list()).containsExactly("report.json");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aFileThatIsHalfWrittenIsGone() throws Exception {
        Path file = Files.writeString(folder.resolve("report.json"), "as it was");
        try (JavaProcess writer = JavaProcess.start(List.of("-cp", System.getProperty("java.class.path"),
                HalfWrittenFile.class.getName(), file.toString()))) {
            writer.awaitOut("half");
            writer.interrupt();
            assertThat(writer.exitCode()).isEqualTo(INTERRUPTED);
        }
        assertThat(folder.toFile().list()).containsExactly("report.json");
        assertThat(file).hasContent("as it was");
    }

    private static void fill(EmbeddedBroker broker) {
        Instant begin = Instant.parse("2026-03-01T12:00:00Z");
        try (Producer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < ATTACKS; i++) {
                for (String record : Attack.variant(begin.plusSeconds(i), i)) {
                    var unused = producer.send(
                            new ProducerRecord<>(Topics.IDENTITY.name(), ACCOUNT, record.getBytes(UTF_8)));
                }
            }
        }
    }
}
