package io.iamwatch.deploy.embedded;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The source offsets of a connector as they stand while no worker is at work: a worker that has started moves them
 * on. Connect writes them as JSON: {@code ["connector", {partition}]} to {@code {offset}}, null for none.
 */
public final class StoredOffsets {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private StoredOffsets() {
    }

    /**
     * Reads them, after what a former worker left open was aborted.
     *
     * @param group the worker's group
     */
    public static Map<Map<String, ?>, Map<String, ?>> read(String bootstrapServers, String group, String connector) {
        LeftTransactions.abort(bootstrapServers, group);
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<PartitionInfo> partitions = consumer.listTopics().get(ConnectSettings.offsetsTopic(group));
            if (partitions == null) {
                return offsets;
            }
            List<TopicPartition> all = partitions.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Await.until("the offsets of connector " + connector, LIMIT, () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> add(record, connector, offsets));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return offsets;
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, String connector,
            Map<Map<String, ?>, Map<String, ?>> offsets) {
        try {
            JsonNode key = JSON.readTree(record.key());
            if (!key.path(0).asText().equals(connector)) {
                return;
            }
            Map<String, Object> partition = JSON.convertValue(key.path(1), OBJECT);
            if (record.value() == null) {
                offsets.remove(partition);
            } else {
                offsets.put(partition, JSON.readValue(record.value(), OBJECT));
            }
        } catch (IOException strange) {
            throw new UncheckedIOException("an offset of Connect that is no JSON", strange);
        }
    }
}
