package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.topic.AccountPartitioner;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings of the canary's clients of Kafka, made of those of alerting's Streams. */
final class CanaryClients {

    /** Its members share the partitions out among them, and so who puts the pairs of which. */
    static final String GROUP = "iamwatch-canary";

    private static final String STREAMS_CONSUMER = "main.consumer.";
    private static final int SESSION_TIMEOUT = 10_000;
    private static final int WRITE_LIMIT = 10_000;

    private final Map<String, Object> kafka = new HashMap<>();

    /**
     * Takes what clients need.
     *
     * @param streams settings of Streams; what is for its main consumer is taken too
     */
    CanaryClients(Map<String, Object> streams) {
        streams.forEach((key, value) -> kafka
                .put(key.startsWith(STREAMS_CONSUMER) ? key.substring(STREAMS_CONSUMER.length()) : key, value));
    }

    Map<String, Object> consumer() {
        Map<String, Object> settings = only(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Of what was said before there was a canary here nothing is to be heard.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT);
        return settings;
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = only(ProducerConfig.configNames());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, GROUP);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) WRITE_LIMIT);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WRITE_LIMIT);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WRITE_LIMIT);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class.getName());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    private Map<String, Object> only(Set<String> names) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(names);
        return settings;
    }
}
