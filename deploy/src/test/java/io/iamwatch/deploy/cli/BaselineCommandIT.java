package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.baseline.BaselineReader.Reading;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code ./iamwatch baseline} puts into a real broker. */
class BaselineCommandIT {

    private static final int PARTITIONS = 5;
    private static final int USERS = 3000;
    private static final String ACCOUNT = "111122223333";

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void allPartsComeAtOnceInTheAccountsPartitionAndASecondTimeTheySayNothingNew() throws IOException {
        broker.createTopics(PARTITIONS);
        Path file = manyUsers();
        assertThat(run(file)).as(err.toString()).isZero();
        List<ConsumerRecord<String, byte[]>> once = records();
        Set<Object> said = events(once);
        assertThat(once).hasSizeGreaterThan(2).allSatisfy(record -> {
            assertThat(record.key()).isEqualTo(ACCOUNT);
            assertThat(record.partition()).isEqualTo(AccountPartitioner.partition(ACCOUNT, PARTITIONS));
        });
        assertThat(said).hasSize(USERS);
        assertThat(out.toString()).contains("account:  " + ACCOUNT, "users " + USERS,
                "published to iamwatch.baseline: " + once.size() + " parts, ");

        assertThat(run(file)).isZero();
        List<ConsumerRecord<String, byte[]>> twice = records();
        assertThat(twice).hasSize(2 * once.size());
        assertThat(events(twice)).isEqualTo(said);
    }

    @Test
    void aMissingTopicIsToldAndNotCreated() throws Exception {
        assertThat(run(manyUsers())).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("iamwatch baseline: no topic iamwatch.baseline at "
                + broker.bootstrapServers() + "\n");
        assertThat(out.toString()).isEmpty();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).doesNotContain(Topics.BASELINE.name());
        }
    }

    private Path manyUsers() throws IOException {
        String users = IntStream.range(0, USERS)
                .mapToObj(i -> "{\"UserName\":\"user-%d\",\"Arn\":\"arn:aws:iam::%s:user/user-%d\",\"Padding\":\"%s\"}"
                        .formatted(i, ACCOUNT, i, "x".repeat(400)))
                .collect(Collectors.joining(","));
        return Files.writeString(folder.resolve("details.json"), "{\"UserDetailList\":[" + users + "]}");
    }

    private int run(Path file) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute("baseline", file.toString(), "--start", "2026-03-01T09:30:00Z",
                "--bootstrap-servers", broker.bootstrapServers());
    }

    /** Reads to the last stable offset: what is not committed is not there. */
    private List<ConsumerRecord<String, byte[]>> records() {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level",
                "read_committed");
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.BASELINE.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static Set<Object> events(List<ConsumerRecord<String, byte[]>> records) {
        Set<Object> events = new HashSet<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            Origin origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp(), null);
            Reading reading = BaselineReader.read(record.value(), record.key(), origin);
            assertThat(reading).isInstanceOfSatisfying(Reading.Part.class, part -> {
                assertThat(part.skipped()).isZero();
                for (IamEvent event : part.events()) {
                    events.add(List.of(event.id(), event.change(), event.sha256()));
                }
            });
        }
        return events;
    }
}
