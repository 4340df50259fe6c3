package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An installation goes on that got more partitions, then a state built anew, and then lost an account. */
class UpgradeIT {

    private static final int BEFORE = 2;
    private static final int AFTER = 5;
    private static final String ACCOUNT = "111122223333";
    private static final String ERASED = "444455556666";

    private RunHome home;

    @BeforeEach
    void begin() throws IOException {
        home = new RunHome(BEFORE);
    }

    @AfterEach
    void stop() throws IOException {
        home.close();
    }

    @Test
    @Tag("guarantees")
    void goesOnAfterEachChange() throws Exception {
        Story told = home.story(ACCOUNT, "told");
        Story begun = home.story(ACCOUNT, "begun");
        Story waiting = home.story(ACCOUNT, "waiting");
        Story erased = home.story(ERASED, "erased");
        try (ServiceProcess run = start(1); Harvest harvest = harvest(BEFORE)) {
            run.awaitReady();
            home.put(told.creation(), told.grant(), erased.creation(), erased.grant(), begun.creation(),
                    waiting.creation());
            harvest.until("the incidents", () -> harvest.isSettled(told) && harvest.isSettled(erased));
            harvest.until("the creations", () -> harvest.records(Topics.IDENTITY).count() == 6);
            CommandRun refused = topics("migrate", "--partitions", "5", "--yes");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("is in use: by another broker");
            end(run);
        }

        assertThat(topics("migrate", "--partitions", "5").out()).contains("nothing was changed", "with --yes");
        CommandRun migrated = topics("migrate", "--partitions", Integer.toString(AFTER), "--yes");
        assertThat(migrated.exitCode()).as(migrated.err()).isEqualTo(0);
        assertThat(migrated.out()).contains("cloudtrail.identity: 2 → 5 partitions, 6 records",
                "iamwatch-alerting-incidents-changelog: 2 → 5 partitions");

        home.put(begun.grant());
        try (ServiceProcess run = start(1); Harvest harvest = harvest(AFTER)) {
            run.awaitReady();
            harvest.until("an incident of before and after", () -> harvest.isSettled(begun));
            isToldOnce(harvest, told, begun, erased);
            assertThat(harvest.records(Topics.IDENTITY)).hasSize(7).allSatisfy(record -> assertThat(record.partition())
                    .isEqualTo(AccountPartitioner.partition(record.key(), AFTER)));
            end(run);
        }

        home.put(waiting.grant());
        try (ServiceProcess run = start(2); Harvest harvest = harvest(AFTER)) {
            run.awaitReady();
            harvest.until("an incident of both generations", () -> harvest.isSettled(waiting));
            isToldOnce(harvest, told, begun, waiting, erased);
            end(run);
        }

        CommandRun erasure = topics("erase", "--account", ERASED, "--yes");
        assertThat(erasure.exitCode()).as(erasure.err()).isEqualTo(0);
        assertThat(topicsThatName(ERASED)).isEmpty();
        assertThat(topicsThatName(ACCOUNT)).contains(Topics.IDENTITY.name(), Topics.ALERTS.name(),
                Topics.INCIDENTS.name(), "iamwatch-detector-2-accounts-changelog",
                "iamwatch-alerting-incidents-changelog");
        Story last = home.story(ACCOUNT, "last");
        home.put(last.creation(), last.grant());
        try (ServiceProcess run = start(2); Harvest harvest = harvest(AFTER)) {
            run.awaitReady();
            harvest.until("an incident after all", () -> harvest.isSettled(last));
            isToldOnce(harvest, told, begun, waiting, last);
            end(run);
        }
    }

    private static void isToldOnce(Harvest harvest, Story... stories) {
        for (Story story : stories) {
            assertThat(harvest.isSettled(story)).as(story.user()).isTrue();
            assertThat(harvest.alerts(story)).as(story.user()).hasSize(1);
        }
    }

    /** The bytes of all that Kafka holds, whoever wrote them. */
    private Set<String> topicsThatName(String account) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home.folder().resolve("data").resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.listTopics().names().get().stream()
                    .filter(topic -> names(broker.bootstrapServers(), topic, account)).collect(Collectors.toSet());
        }
    }

    private static boolean names(String bootstrapServers, String topic, String account) {
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            boolean named = false;
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var record : consumer.poll(java.time.Duration.ofMillis(100))) {
                    named |= contains(record.key(), account) || contains(record.value(), account);
                }
            }
            return named;
        }
    }

    private static boolean contains(byte[] bytes, String account) {
        return bytes != null && new String(bytes, UTF_8).contains(account);
    }

    private CommandRun topics(String... words) throws IOException {
        return CommandRun.of(List.of("topics", words[0], "--config", home.configFile("data").toString()),
                java.util.Arrays.copyOfRange(words, 1, words.length));
    }

    private static void end(ServiceProcess run) throws Exception {
        run.process().terminate();
        run.process().exitCode();
    }

    private Harvest harvest(int partitions) {
        return new Harvest(home.bootstrapServers(), partitions);
    }

    private ServiceProcess start(int generation) throws IOException {
        Map<String, String> config = home.config("data");
        config.put("detector.generation", Integer.toString(generation));
        return home.start(config);
    }
}
