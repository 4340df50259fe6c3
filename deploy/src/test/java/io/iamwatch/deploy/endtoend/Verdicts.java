package io.iamwatch.deploy.endtoend;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What stands on {@code iamwatch.verdicts}. */
final class Verdicts {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Verdicts() {
    }

    /** Waits for so many commands, and adds the key of each. */
    static List<IncidentCommand> read(String bootstrapServers, int partitions, int count, List<String> keys) {
        List<IncidentCommand> commands = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"), new StringDeserializer(),
                JsonSerde.commands().deserializer())) {
            consumer.assign(IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(Topics.VERDICTS.name(), partition)).toList());
            Await.until(count + " commands", LIMIT, () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    keys.add(record.key());
                    commands.add(record.value());
                });
                return commands.size() >= count;
            });
        }
        return commands;
    }
}
