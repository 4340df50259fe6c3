package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.topics.Rewriting;
import io.iamwatch.deploy.topics.TopicRewrite;
import io.iamwatch.deploy.topics.UnfinishedRewrite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Topics written anew on a real broker: nothing is lost, nothing comes twice, and groups go on where they stood.
 */
class TopicRewriteIT {

    private static final int BEFORE = 3;
    private static final int AFTER = 5;
    private static final int ACCOUNTS = 20;
    private static final int RECORDS = 400;
    private static final String DETECTOR = "iamwatch-detector";
    private static final String SIEM = "siem";
    private static final String CHANGELOG = "iamwatch-detector-accounts-changelog";
    private static final int KILLS = 6;

    /** Recent: what is older than a topic's retention goes by itself. */
    private final long arrival = InstantSource.system().millis() - RECORDS;
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private Path folder;
    private EmbeddedBroker broker;
    private Map<String, Object> client;
    private Admin admin;

    @BeforeEach
    void fill() throws Exception {
        System.out.println("seed " + seed);
        folder = TestFolder.create();
        broker = EmbeddedBroker.start(folder, 0);
        broker.createTopics(BEFORE);
        client = Map.of("bootstrap.servers", broker.bootstrapServers());
        admin = Admin.create(client);
        admin.createTopics(List.of(new Topic(CHANGELOG, Topic.Key.ACCOUNT, new Topic.Cleanup.Never(), "")
                .toNewTopic(BEFORE, (short) 1))).all().get();
        var retention = new AlterConfigOp(new ConfigEntry("retention.ms", "123456789000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, Topics.USERS.name()),
                List.of(retention))).all().get();
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                String account = account(random.nextInt(ACCOUNTS));
                int partition = AccountPartitioner.partition(account, BEFORE);
                send(producer, Topics.IDENTITY.name(), partition, i, account);
                send(producer, Topics.USERS.name(), partition, i, account);
                send(producer, Topics.ALERTS.name(), partition, i, account + "/user:u" + i % 7);
                send(producer, CHANGELOG, partition, i, account + "|user|u" + i);
                send(producer, Topics.REJECTED.name(), null, i, "stream/shard/" + i);
            }
            for (int p = 0; p < BEFORE; p++) {
                send(producer, CHANGELOG, p, 0, "|rules|");
                rules(producer, p, "old", arrival);
                rules(producer, p, "new", arrival + RECORDS / 2 + p);
            }
        }
        stand(DETECTOR, 0.7);
        stand(SIEM, 0.3);
    }

    @AfterEach
    void stop() throws IOException {
        admin.close();
        broker.close();
        TestFolder.remove(folder);
    }

    @Test
    void movesEverythingToAnotherNumberOfPartitions() throws Exception {
        Map<String, List<String>> before = contents(record -> true);
        Map<String, List<String>> unread = unread(DETECTOR);
        Map<String, List<String>> unreadBySiem = unread(SIEM);
        TopicRewrite.run(client, "iamwatch-connect", new Rewriting.Move(AFTER), false, System.out::println);
        assertMoved(before, unread, unreadBySiem);
    }

    /** SIGKILL at random moments; between two of them the services do not start. */
    @Test
    @Tag("guarantees")
    void goesOnAfterItWasKilledAtAnyMoment() throws Exception {
        Map<String, List<String>> before = contents(record -> true);
        Map<String, List<String>> unread = unread(DETECTOR);
        Map<String, List<String>> unreadBySiem = unread(SIEM);
        boolean resume = false;
        for (int i = 0; i < KILLS; i++) {
            try (JavaProcess process = RewriteProcess.start(broker.bootstrapServers(), AFTER, resume)) {
                int atLeast = i;
                Await.until("a part of the work", Duration.ofMinutes(1),
                        () -> process.out().size() > atLeast || !process.isAlive());
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
                process.kill();
                resume = admin.listTopics().names().get().contains(Topics.REWRITE);
                System.out.println("killed after " + process.out());
            }
            if (resume) {
                assertThatThrownBy(() -> UnfinishedRewrite.refuse(client)).isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("--resume");
                assertThatThrownBy(() -> run(new Rewriting.Move(AFTER), false))
                        .hasMessageContaining("`topics migrate --partitions 5` was begun and has not ended");
                assertThatThrownBy(() -> run(new Rewriting.Erase("111122223333"), true))
                        .hasMessageContaining("what was begun is `topics migrate --partitions 5`");
            }
        }
        run(new Rewriting.Move(AFTER), resume);
        assertMoved(before, unread, unreadBySiem);
        UnfinishedRewrite.refuse(client);
    }

    @Test
    void erasesAnAccountAndNothingElse() throws Exception {
        String erased = account(3);
        Map<String, List<String>> before = contents(record -> !names(record, erased) && !isOfAPartition(record));
        Map<String, List<String>> unread = unread(DETECTOR);
        unread.values().forEach(values -> values.removeIf(value -> value.contains(erased)));
        run(new Rewriting.Erase(erased), false);
        assertThat(contents(record -> true)).isEqualTo(before);
        assertThat(unread(DETECTOR)).isEqualTo(unread);
    }

    @Test
    void refusesWhileAGroupIsAtWork() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("group.id", SIEM);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.ALERTS.name()));
            Await.until("an assignment", Duration.ofSeconds(30), () -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            assertThatThrownBy(() -> run(new Rewriting.Move(AFTER), false))
                    .hasMessageContaining("these groups are at work: siem. Stop");
        }
        assertThatThrownBy(() -> run(new Rewriting.Move(AFTER), true))
                .hasMessageContaining("there is nothing to go on with");
    }

    private void run(Rewriting rewriting, boolean resume) {
        TopicRewrite.run(client, "iamwatch-connect", rewriting, resume, System.out::println);
    }

    private void assertMoved(Map<String, List<String>> before, Map<String, List<String>> unread,
            Map<String, List<String>> unreadBySiem) throws Exception {
        Map<String, List<String>> after = contents(record -> true);
        before.get(CHANGELOG).removeIf(value -> value.contains("|rules|"));
        assertThat(after).isEqualTo(before);
        assertThat(unread(DETECTOR)).isEqualTo(unread);
        unread(SIEM).forEach((topic, values) -> assertThat(values).containsAll(unreadBySiem.get(topic)));
        assertThat(admin.listTopics().names().get()).noneMatch(name -> name.contains("rewrite"));
        for (String topic : after.keySet()) {
            assertThat(partitions(topic)).as(topic).hasSize(AFTER);
        }
        assertPlaces();
        assertRules();
        ConfigResource users = new ConfigResource(ConfigResource.Type.TOPIC, Topics.USERS.name());
        assertThat(admin.describeConfigs(List.of(users)).all().get().get(users).get("retention.ms").value())
                .isEqualTo("123456789000");
    }

    private void assertPlaces() throws Exception {
        for (String topic : List.of(Topics.IDENTITY.name(), Topics.ALERTS.name(), CHANGELOG)) {
            assertThat(records(topic)).isNotEmpty().allSatisfy(record -> assertThat(record.partition())
                    .isEqualTo(AccountPartitioner.partition(new String(record.key(), UTF_8).substring(0, 12), AFTER)));
        }
    }

    /** Each topic of a partition says from which of its records on which rules were in force. */
    private void assertRules() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> rules = records(Topics.RULES.name());
        List<String> judged = List.of(Topics.IDENTITY.name(), Topics.USERS.name(), Topics.ACTIVITY.name(),
                Topics.BASELINE.name());
        assertThat(rules).hasSize(2 * AFTER * judged.size());
        for (String topic : judged) {
            List<ConsumerRecord<byte[], byte[]>> records = records(topic);
            rules.stream().filter(change -> text(change).contains(topic)).forEach(change -> {
                long first = records.stream().filter(record -> record.partition() == change.partition())
                        .filter(record -> record.timestamp() >= change.timestamp()).mapToLong(ConsumerRecord::offset)
                        .min().orElse(0);
                assertThat(text(change)).contains("\"partition\":" + change.partition(),
                        "\"first_offset\":" + first);
            });
        }
    }

    /** What stands in each topic, account by account in its order; a rejected record is its own account. */
    private Map<String, List<String>> contents(Predicate<ConsumerRecord<byte[], byte[]>> wanted) throws Exception {
        Map<String, List<String>> contents = new TreeMap<>();
        for (Topic topic : List.of(Topics.IDENTITY, Topics.USERS, Topics.ALERTS, Topics.REJECTED)) {
            contents.put(topic.name(), texts(topic.name(), wanted));
        }
        contents.put(CHANGELOG, texts(CHANGELOG, wanted));
        return contents;
    }

    private List<String> texts(String topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) throws Exception {
        return records(topic).stream().filter(wanted).sorted(Comparator.comparing(TopicRewriteIT::account))
                .map(TopicRewriteIT::text).collect(Collectors.toCollection(ArrayList::new));
    }

    private static String account(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), UTF_8);
        return key.startsWith("stream") ? key : key.substring(0, Math.min(12, key.length()));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8) + " " + record.timestamp() + " " + new String(record.value(), UTF_8)
                + " " + Stream.of(record.headers().toArray()).map(header -> header.key() + "="
                        + new String(header.value(), UTF_8)).toList();
    }

    private static boolean names(ConsumerRecord<byte[], byte[]> record, String account) {
        return text(record).contains(account);
    }

    private static boolean isOfAPartition(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8).startsWith("|");
    }

    private Map<String, List<String>> unread(String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> stands = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata().get();
        Map<String, List<String>> unread = new TreeMap<>();
        for (String topic : List.of(Topics.IDENTITY.name(), Topics.ALERTS.name())) {
            assertThat(stands.keySet()).as("where " + group + " stands").containsAll(partitions(topic));
            unread.put(topic, texts(topic, record -> record.offset() >= stands
                    .get(new TopicPartition(topic, record.partition())).offset()));
        }
        return unread;
    }

    /** Has a group stand somewhere in each partition of what it reads. */
    private void stand(String group, double share) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (String topic : List.of(Topics.IDENTITY.name(), Topics.ALERTS.name())) {
            for (TopicPartition partition : partitions(topic)) {
                long end = records(topic).stream().filter(record -> record.partition() == partition.partition())
                        .count();
                offsets.put(partition, new OffsetAndMetadata((long) (end * share * random.nextDouble())));
            }
        }
        admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }

    private List<TopicPartition> partitions(String topic) throws ExecutionException, InterruptedException {
        int count = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
        return IntStream.range(0, count).mapToObj(partition -> new TopicPartition(topic, partition)).toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic)
            throws ExecutionException, InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Await.until("the end of " + topic, Duration.ofSeconds(30), () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
                return partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
            });
        }
        return records;
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, Integer partition, int number,
            String key) {
        var record = new ProducerRecord<>(topic, partition, arrival + number, key.getBytes(UTF_8),
                ("{\"number\":" + number + "}").getBytes(UTF_8));
        record.headers().add("iamwatch-source", Integer.toString(number).getBytes(UTF_8));
        var unused = producer.send(record);
    }

    private void rules(KafkaProducer<byte[], byte[]> producer, int partition, String hash, long time) {
        String value = "{\"hash\":\"" + hash + "\",\"topic\":\"cloudtrail.identity\",\"partition\":" + partition
                + ",\"first_offset\":17}";
        var unused = producer.send(new ProducerRecord<>(Topics.RULES.name(), partition, time,
                Integer.toString(partition).getBytes(UTF_8), value.getBytes(UTF_8)));
    }

    private static String account(int number) {
        return String.format(Locale.ROOT, "7%011d", number);
    }
}
