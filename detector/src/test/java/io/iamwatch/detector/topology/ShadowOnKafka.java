package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.RuleSetting;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** A live detector and one in its shadow, on a real broker. */
final class ShadowOnKafka {

    private static final int PARTITIONS = DetectorOnKafka.PARTITIONS;
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final long NOW = 1_790_000_000L;
    private static final List<String> ACCOUNTS = List.of("111111111111", "222222222222", "333333333333",
            "444444444444", "555555555555");

    private final String bootstrapServers;
    private final Path folder;

    ShadowOnKafka(String bootstrapServers, Path folder) {
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
    }

    /**
     * The candidate sees no new administrator where the live rules do, and comes only when half of it has happened; it
     * loses its state between. What both say is, byte by byte and once, what the core makes of the same records.
     */
    void candidateRulesSpeakBesideTheLiveOnesAndChangeNothing() throws Exception {
        createTopics();
        Rules candidate = ((RuleSetting.Applied.Changed) RuleSetting.apply(Rules.DEFAULT, "new-admin-user.window",
                "1s")).rules();
        try (DetectorService live = DetectorService.start(settings("live"), Rules.DEFAULT, Generation.FIRST,
                CanaryMark.NONE)) {
            ACCOUNTS.forEach(account -> send(account,
                    CloudTrailRecords.createUser(account, "c", NOW, "eve", "AIDA" + account)));
            send(ACCOUNTS.getFirst(), policy(ACCOUNTS.getFirst(), "AttachUserPolicy", NOW + 9));
            await(live, 1, Topics.ALERTS);
            try (DetectorService shadow = DetectorService.startShadow(settings("shadow"), candidate,
                    CanaryMark.NONE)) {
                await(shadow, 1, Topics.ALERTS_SHADOW);
                ACCOUNTS.forEach(account -> send(account, policy(account, "AttachUserPolicy", NOW + 9)));
                send("777777777777", "no record".getBytes(UTF_8));
                await(live, ACCOUNTS.size(), Topics.ALERTS);
            }
            try (DetectorService shadow = DetectorService.startShadow(settings("shadow-without-state"), candidate,
                    CanaryMark.NONE)) {
                ACCOUNTS.forEach(account -> send(account, policy(account, "DetachUserPolicy", NOW + 60)));
                await(live, expected(Rules.DEFAULT, alert -> alert).size(), Topics.ALERTS);
                await(shadow, expected(candidate, DetectionFinding::inShadow).size(), Topics.ALERTS_SHADOW);
            }
        }
        assertThat(texts(read(Topics.ALERTS))).containsExactlyInAnyOrderElementsOf(
                expected(Rules.DEFAULT, alert -> alert));
        assertThat(texts(read(Topics.ALERTS_SHADOW))).containsExactlyInAnyOrderElementsOf(
                expected(candidate, DetectionFinding::inShadow));
        assertThat(read(Topics.ALERTS)).allSatisfy(alert -> {
            assertThat(alert.headers().lastHeader(RecordHeaders.SHADOW)).isNull();
            assertThat(new String(alert.value(), UTF_8)).contains("\"is_alert\":true").doesNotContain("shadow");
        });
        assertThat(read(Topics.ALERTS_SHADOW)).isNotEmpty().allSatisfy(alert -> {
            assertThat(DetectorService.shadowApplicationId(candidate))
                    .endsWith(RecordHeaders.text(alert.headers(), RecordHeaders.SHADOW).orElseThrow());
            assertThat(alert.headers().headers(RecordHeaders.CE_TYPE)).hasSize(1);
            assertThat(new String(alert.value(), UTF_8)).contains("\"is_alert\":false", "\"shadow\":true")
                    .doesNotContain("new-admin-user\"");
        });
        assertThat(read(Topics.RULES)).allSatisfy(rules -> assertThat(new String(rules.value(), UTF_8))
                .contains(Rules.DEFAULT.latenessHorizon().toDays() + "d").doesNotContain("window: 1s"));
        assertThat(read(Topics.REJECTED)).hasSize(1);
    }

    private static ObjectNode policy(String account, String call, long second) {
        return CloudTrailRecords.policy(account, call, call, second, "eve", ADMIN);
    }

    /** What the pure core says of the records, partition by partition: key, place and bytes. */
    private List<String> expected(Rules rules, UnaryOperator<DetectionFinding> voice) {
        List<String> said = new ArrayList<>();
        Map<Integer, RecordJudge> judges = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : read(Topics.IDENTITY)) {
            RecordJudge judge = judges.computeIfAbsent(record.partition(),
                    partition -> new RecordJudge(rules, KeyValues.inMemory()));
            Origin origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp(), null);
            if (judge.read(record.value(), record.key(), origin) instanceof EventReader.Reading.Relevant(var event)) {
                judge.judge(event, record.value()).alerts().forEach(version -> said.add(text(version.key(),
                        origin.position(),
                        JsonSerde.alerts().serializer().serialize("", voice.apply(version.alert())))));
            }
        }
        return said;
    }

    private static List<String> texts(List<ConsumerRecord<String, byte[]>> alerts) {
        return alerts.stream().map(alert -> text(alert.key(),
                RecordHeaders.text(alert.headers(), RecordHeaders.TRIGGER).orElseThrow(), alert.value())).toList();
    }

    private static String text(String key, String position, byte[] value) {
        return key + " " + position + " " + new String(value, UTF_8);
    }

    private void await(DetectorService detector, int count, Topic topic) {
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> detector.isRunning() && read(topic).size() >= count);
    }

    /** Returns what is committed of a topic, each partition in its order. */
    private List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        Map<String, Object> client = settings("unused");
        client.put("isolation.level", "read_committed");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition)).toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private void send(String account, ObjectNode record) {
        send(account, CloudTrailRecords.bytes(record));
    }

    private void send(String account, byte[] record) {
        try (Producer<String, byte[]> producer = new KafkaProducer<>(settings("unused"), new StringSerializer(),
                new ByteArraySerializer())) {
            var unused = producer
                    .send(new ProducerRecord<>(Topics.IDENTITY.name(), null, NOW * 1000, account, record));
        }
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(settings("unused"))) {
            admin.createTopics(Topics.IN_FLOW_ORDER.stream()
                    .map(topic -> topic.toNewTopic(PARTITIONS, (short) 1)).toList()).all().get();
        }
    }

    private Map<String, Object> settings(String state) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("state.dir", folder.resolve(state).toString());
        return settings;
    }
}
