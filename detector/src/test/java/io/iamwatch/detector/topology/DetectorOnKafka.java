package io.iamwatch.detector.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.rules.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** What the detector does on a real broker, whichever it is. */
final class DetectorOnKafka {

    static final int PARTITIONS = 3;

    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final long NOW = 1_790_000_000L;

    /** One account in each partition. */
    private static final List<String> BEHIND = List.of("999999999999", "123123123123", "777777777777");

    private static final String LAST = "last-";

    private final String bootstrapServers;
    private final Path folder;
    private int lasts;

    DetectorOnKafka(String bootstrapServers, Path folder) {
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
    }

    /** Accounts on every partition, a restart without the state folder, repetitions, a foreign key: one alert each. */
    void raisesOneAlertForEachAccountOverARestart() throws Exception {
        createTopics();
        List<String> accounts = List.of("111111111111", "222222222222", "333333333333", "444444444444", "555555555555");
        assertThat(accounts.stream().map(account -> AccountPartitioner.partition(account, PARTITIONS)).distinct())
                .hasSize(PARTITIONS);
        try (DetectorService detector = start("first")) {
            awaitRunning(detector);
            accounts.forEach(account -> send(account,
                    CloudTrailRecords.createUser(account, "c", NOW, "eve", "AIDA" + account)));
            send("no-account", CloudTrailRecords.createUser("666666666666", "c", NOW, "eve", "AIDA6"));
        }
        try (DetectorService detector = start("second-without-the-first-ones-state")) {
            awaitRunning(detector);
            accounts.forEach(account -> send(account,
                    CloudTrailRecords.policy(account, "AttachUserPolicy", "a", NOW + 9, "eve", ADMIN)));
            accounts.forEach(account -> send(account,
                    CloudTrailRecords.policy(account, "AttachUserPolicy", "a", NOW + 9, "eve", ADMIN)));
            send("666666666666",
                    CloudTrailRecords.policy("666666666666", "AttachUserPolicy", "a", NOW + 9, "eve", ADMIN));
            List<DetectionFinding> versions = awaitAlerts(accounts.size() + 1);
            // The misplaced creation is read again behind whatever came meanwhile: perhaps behind the grant.
            assertThat(versions).filteredOn(alert -> !alert.cloud().account().uid().equals("666666666666"))
                    .hasSize(accounts.size());
            Collection<DetectionFinding> alerts = standing(versions);
            assertThat(alerts).allSatisfy(alert -> {
                assertThat(alert.findingInfo().analytic().uid()).isEqualTo("new-admin-user");
                assertThat(alert.details().ta() - alert.details().tb()).isEqualTo(9_000);
            });
            assertThat(alerts).extracting(alert -> alert.cloud().account().uid()).doesNotHaveDuplicates().hasSize(6);
        }
    }

    /**
     * What the first generation judged is said once; what came after it is said by the second, which knows the rest.
     */
    void aNewGenerationGoesOnWhereTheFormerStopped() throws Exception {
        createTopics();
        String told = "111111111111";
        String begun = "222222222222";
        try (DetectorService first = start("first")) {
            awaitRunning(first);
            List.of(told, begun).forEach(account -> send(account,
                    CloudTrailRecords.createUser(account, "c", NOW, "eve", "AIDA" + account)));
            grant(told);
            assertThat(awaitAlerts(1)).hasSize(1);
            assertThatThrownBy(() -> start("too-early", new Generation(2))).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("group iamwatch-detector is at work: stop all its detectors first");
        }
        grant(begun);
        try (DetectorService second = start("second", new Generation(2))) {
            awaitRunning(second);
            List<DetectionFinding> versions = awaitAlerts(2);
            assertThat(versions).extracting(DetectorOnKafka::account).containsExactlyInAnyOrder(told, begun);
            send(told, CloudTrailRecords.policy(told, "DetachUserPolicy", "d", NOW + 60, "eve", ADMIN));
            assertThat(awaitVersions(all -> all.size() == 4)).filteredOn(DetectorOnKafka::isOfNewAdmin)
                    .filteredOn(alert -> account(alert).equals(told))
                    .extracting(DetectionFinding::activityId).containsExactly(Activity.CREATE, Activity.UPDATE);
        }
        assertThatThrownBy(() -> start("unknown", new Generation(4))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing is known of group iamwatch-detector-3");
    }

    private void grant(String account) {
        send(account, CloudTrailRecords.policy(account, "AttachUserPolicy", "a", NOW + 9, "eve", ADMIN));
    }

    void refusesToStartOnUnequalPartitionCounts() throws Exception {
        try (Admin admin = Admin.create(client())) {
            var topics = new ArrayList<>(
                    Topics.IN_FLOW_ORDER.stream().map(topic -> topic.toNewTopic(PARTITIONS, (short) 1)).toList());
            topics.removeIf(topic -> topic.name().equals(Topics.ALERTS.name()));
            topics.add(Topics.ALERTS.toNewTopic(PARTITIONS + 1, (short) 1));
            admin.createTopics(topics).all().get();
        }
        assertThatThrownBy(() -> start("unequal")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("iamwatch.alerts=4").hasMessageContaining("cloudtrail.identity=3");
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(
                    Topics.IN_FLOW_ORDER.stream().map(topic -> topic.toNewTopic(PARTITIONS, (short) 1)).toList())
                    .all().get();
        }
    }

    private DetectorService start(String state) throws InterruptedException {
        return start(state, Generation.FIRST);
    }

    private DetectorService start(String state, Generation generation) throws InterruptedException {
        Map<String, Object> settings = client();
        settings.put("state.dir", folder.resolve(state).toString());
        return DetectorService.start(settings, Rules.DEFAULT, generation, CanaryMark.NONE);
    }

    private static void awaitRunning(DetectorService detector) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(detector::isRunning);
    }

    private void send(String key, ObjectNode record) {
        try (Producer<String, byte[]> producer = new KafkaProducer<>(client(), new StringSerializer(),
                new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(Topics.IDENTITY.name(), null, NOW * 1000, key,
                    CloudTrailRecords.bytes(record)));
        }
    }

    /** Waits until so many alerts stand, and then for a record behind them, so that none too many goes unseen. */
    private List<DetectionFinding> awaitAlerts(int count) {
        return awaitVersions(all -> standing(all).size() == count
                && standing(all).stream().allMatch(DetectorOnKafka::isOfNewAdmin));
    }

    private List<DetectionFinding> awaitVersions(Predicate<List<DetectionFinding>> wanted) {
        String last = LAST + lasts++;
        Map<String, Object> settings = client();
        settings.put("isolation.level", "read_committed");
        List<DetectionFinding> versions = new ArrayList<>();
        Deserializer<DetectionFinding> findings = JsonSerde.alerts().deserializer();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), findings)) {
            consumer.assign(java.util.stream.IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.ALERTS.name(), partition)).toList());
            consumer.seekToBeginning(consumer.assignment());
            await(consumer, versions, () -> wanted.test(told(versions)));
            BEHIND.forEach(account -> send(account,
                    CloudTrailRecords.policy(account, "AttachUserPolicy", last, NOW, last, ADMIN)));
            await(consumer, versions, () -> versions.stream().filter(alert -> name(alert).equals(last))
                    .count() == PARTITIONS);
        }
        return told(versions);
    }

    /** Without what is only told to be waited for. */
    private static List<DetectionFinding> told(List<DetectionFinding> versions) {
        return versions.stream().filter(alert -> !name(alert).startsWith(LAST)).toList();
    }

    private static void await(Consumer<String, DetectionFinding> consumer, List<DetectionFinding> versions,
            Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> versions.add(record.value()));
            return condition.call();
        });
    }

    private static String account(DetectionFinding alert) {
        return alert.cloud().account().uid();
    }

    private static String name(DetectionFinding alert) {
        return alert.resources().getFirst().name();
    }

    private static boolean isOfNewAdmin(DetectionFinding alert) {
        return alert.findingInfo().analytic().uid().equals("new-admin-user");
    }

    private static Collection<DetectionFinding> standing(List<DetectionFinding> versions) {
        Map<String, DetectionFinding> standing = new LinkedHashMap<>();
        versions.forEach(version -> standing.put(version.findingInfo().uid(), version));
        standing.values().removeIf(version -> !version.stands());
        return standing.values();
    }

    private Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }
}
