package io.iamwatch.deploy.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a whole topic, every time from the beginning, and only what is committed. */
final class CommittedReader {

    private CommittedReader() {
    }

    /** Returns the values, in order within a partition, as soon as there are enough of them. */
    static List<String> read(String bootstrapServers, String topic, int atLeast) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "isolation.level",
                "read_committed", "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> values = new ArrayList<>();
            Await.until(atLeast + " committed records in " + topic, Duration.ofSeconds(60), () -> {
                consumer.poll(Duration.ofMillis(50))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
                return values.size() >= atLeast;
            });
            return values;
        }
    }
}
