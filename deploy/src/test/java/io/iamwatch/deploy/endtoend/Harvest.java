package io.iamwatch.deploy.endtoend;

import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * All that a {@code read_committed} reader has seen so far, in the order of each partition. Every alert and
 * incident is held against the schema as it comes. Outlives the broker: it goes on when that is back on its port.
 */
final class Harvest implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final List<Topic> READ = List.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY, Topics.REJECTED,
            Topics.ALERTS, Topics.ALERTS_SHADOW, Topics.INCIDENTS);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    Harvest(String bootstrapServers, int partitions) {
        this(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), partitions);
    }

    Harvest(Map<String, Object> client, int partitions) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(READ.stream().flatMap(topic -> IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))).toList());
    }

    /** Reads on until the condition holds. */
    void until(String what, BooleanSupplier condition) {
        Await.until(what, LIMIT, () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(this::add);
            return condition.getAsBoolean();
        });
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(Topics.ALERTS.name()) || record.topic().equals(Topics.INCIDENTS.name())) {
            OcsfSchema.assertValid(record.value());
        }
        records.add(record);
    }

    Stream<ConsumerRecord<String, byte[]>> records(Topic topic) {
        return records.stream().filter(record -> record.topic().equals(topic.name()));
    }

    Stream<ConsumerRecord<String, byte[]>> records() {
        return records.stream();
    }

    /** The versions of all alerts about one principal, in order. */
    List<DetectionFinding> alerts(Story story) {
        return records(Topics.ALERTS).filter(record -> record.key().equals(story.key()))
                .map(record -> JsonSerde.alerts().deserializer().deserialize(record.topic(), record.value())).toList();
    }

    /** The newest version of each alert about one principal that was not closed. */
    List<DetectionFinding> standing(Story story) {
        return newest(story).stream().filter(DetectionFinding::stands).toList();
    }

    /** The newest version of each alert about one principal. */
    Collection<DetectionFinding> newest(Story story) {
        Map<String, DetectionFinding> newest = new LinkedHashMap<>();
        alerts(story).forEach(alert -> newest.put(alert.findingInfo().uid(), alert));
        return newest.values();
    }

    /** The versions of all incidents about one principal, in order. */
    List<IncidentFinding> incidents(Story story) {
        return records(Topics.INCIDENTS).filter(record -> record.key().startsWith(story.account() + "/"))
                .map(record -> JsonSerde.incidents().deserializer().deserialize(record.topic(), record.value()))
                .filter(incident -> incident.unmapped().iamwatch().principal().name().equals(story.user())).toList();
    }

    /** Whether the newest incident about a principal holds exactly one alert that stands, of the core rule. */
    boolean isSettled(Story story) {
        List<IncidentFinding> versions = incidents(story);
        return !versions.isEmpty() && versions.getLast().unmapped().iamwatch().alerts().stream()
                .filter(IncidentFinding.AlertState::stands).map(IncidentFinding.AlertState::ruleId).toList()
                .equals(List.of("new-admin-user"));
    }

    static String rule(DetectionFinding alert) {
        return alert.findingInfo().analytic().uid();
    }

    static String source(ConsumerRecord<String, byte[]> record) {
        return RecordHeaders.text(record.headers(), RecordHeaders.SOURCE).orElse("");
    }

    static Optional<String> reason(ConsumerRecord<String, byte[]> record) {
        return RecordHeaders.text(record.headers(), RecordHeaders.REASON);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
