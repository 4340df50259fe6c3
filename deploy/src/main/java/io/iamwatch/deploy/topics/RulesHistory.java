package io.iamwatch.deploy.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Which rules were in force, told for the partitions that there are now: each set of rules from the first record on
 * of each topic that came when it was first used. In the seconds in which rules were changed, partition by
 * partition, a record may so be counted to the new rules that was judged by the old ones.
 */
final class RulesHistory {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is judged by rules: each topic tells for itself. */
    private static final List<Topic> JUDGED = List.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY, Topics.BASELINE);

    private final Cluster cluster;

    RulesHistory(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Translates the history of one topic into another, which is empty.
     *
     * @return how many changes of rules there were
     */
    int translate(String from, String to) {
        List<ConsumerRecord<byte[], byte[]>> changes = changes(from);
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            for (ConsumerRecord<byte[], byte[]> change : changes) {
                JUDGED.forEach(topic -> tell(change, topic.name(), to, producer));
            }
        }
        return changes.size();
    }

    private void tell(ConsumerRecord<byte[], byte[]> change, String topic, String to,
            Producer<byte[], byte[]> producer) {
        ObjectNode rules = parse(change);
        rules.put("topic", topic);
        for (Map.Entry<TopicPartition, Long> first : firsts(topic, change.timestamp()).entrySet()) {
            int partition = first.getKey().partition();
            rules.put("partition", partition).put("first_offset", first.getValue());
            Cluster.get("write to " + to, producer.send(new ProducerRecord<>(to, partition, change.timestamp(),
                    Integer.toString(partition).getBytes(UTF_8), bytes(rules), change.headers())));
        }
    }

    /** Each topic of a partition tells a change for itself: the first that does is the change. */
    private List<ConsumerRecord<byte[], byte[]>> changes(String from) {
        List<ConsumerRecord<byte[], byte[]>> changes = new ArrayList<>();
        String hash = "";
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            MergedRecords records = new MergedRecords(consumer, cluster.ends(from, IsolationLevel.READ_COMMITTED),
                    Comparator.comparingLong(ConsumerRecord::timestamp));
            for (var next = records.next(); next.isPresent(); next = records.next()) {
                String now = parse(next.get()).path("hash").asText();
                if (!now.equals(hash)) {
                    changes.add(next.get());
                    hash = now;
                }
            }
        }
        return changes;
    }

    /** The first records that came at a time or later; the ends where none did. */
    private Map<TopicPartition, Long> firsts(String topic, long timestamp) {
        Map<TopicPartition, Long> ends = cluster.ends(topic, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, OffsetSpec> asked = ends.keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.forTimestamp(timestamp)));
        return Cluster.get("find the records of " + topic + " from a time on",
                cluster.admin().listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset() < 0
                        ? ends.get(found.getKey())
                        : found.getValue().offset()));
    }

    private static ObjectNode parse(ConsumerRecord<byte[], byte[]> change) {
        try {
            JsonNode rules = JSON.readTree(change.value());
            if (rules instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | IllegalArgumentException noJson) {
            throw strange(change, noJson);
        }
        throw strange(change, null);
    }

    private static RewriteFailure strange(ConsumerRecord<byte[], byte[]> change, Exception reason) {
        return new RewriteFailure(change.topic() + ", partition " + change.partition() + ", offset " + change.offset()
                + ": is no JSON object, and so not written by a detector", reason);
    }

    private static byte[] bytes(ObjectNode rules) {
        try {
            return JSON.writeValueAsBytes(rules);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values cannot fail to serialise", impossible);
        }
    }
}
