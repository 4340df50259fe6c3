package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.demo.Attack;
import io.iamwatch.deploy.embedded.SecuredBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A replay touches nothing of production: it runs as somebody whom the broker allows to read topics, and nothing
 * else, and while it runs nothing moves there.
 */
@Timeout(300)
class IsolatedReplayIT {

    private static final String GROUP = "iamwatch-detector";
    private static final int ATTACKS = 20;
    private static final String WINDOWS = IntStream.rangeClosed(1, 20).mapToObj(hours -> hours + "h")
            .collect(Collectors.joining(","));

    @Test
    void nothingMovesWhileItRuns() throws Exception {
        Path folder = TestFolder.create();
        try (SecuredBroker broker = SecuredBroker.start(folder); Admin admin = Admin.create(broker.operator())) {
            fill(broker, admin);
            Path client = Files.writeString(folder.resolve("reader.properties"), broker.reader().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining("\n")));
            BrokerLook before = BrokerLook.at(admin);
            assertThat(before.committed()).containsValue(2L);
            List<BrokerLook> during = new ArrayList<>();
            CommandRun run = watched(admin, during, "replay", "--bootstrap-servers", broker.bootstrapServers(),
                    "--command-config", client.toString(), "--sweep", "new-admin-user.window=" + WINDOWS, "--format",
                    "json");
            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            JsonNode report = new ObjectMapper().readTree(run.out());
            assertThat(report.at("/base/by_rule/new-admin-user").asInt()).isEqualTo(ATTACKS);
            assertThat(during).hasSizeGreaterThan(1).allSatisfy(look -> assertThat(look).isEqualTo(before));
            assertThat(BrokerLook.at(admin)).isEqualTo(before);
        } finally {
            TestFolder.remove(folder);
        }
    }

    private static CommandRun watched(Admin admin, List<BrokerLook> during, String... words) throws Exception {
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try {
            Future<CommandRun> run = runner.submit(() -> CommandRun.of(List.of(words)));
            while (!run.isDone()) {
                during.add(BrokerLook.at(admin));
            }
            return run.get();
        } finally {
            runner.shutdownNow();
        }
    }

    /** With a group that has committed, so that there is an offset that could move. */
    private static void fill(SecuredBroker broker, Admin admin) throws Exception {
        admin.createTopics(Topics.IN_FLOW_ORDER.stream().map(topic -> new NewTopic(topic.name(), 1, (short) 1))
                .toList()).all().get();
        try (Producer<String, byte[]> producer = new KafkaProducer<>(broker.operator(), new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < ATTACKS; i++) {
                for (String record : Attack.variant(Instant.parse("2026-03-01T12:00:00Z").plusSeconds(i), i)) {
                    var unused = producer
                            .send(new ProducerRecord<>(Topics.IDENTITY.name(), "229654561268", record.getBytes(UTF_8)));
                }
            }
        }
        admin.alterConsumerGroupOffsets(GROUP,
                Map.of(new TopicPartition(Topics.IDENTITY.name(), 0), new OffsetAndMetadata(2))).all().get();
    }
}
