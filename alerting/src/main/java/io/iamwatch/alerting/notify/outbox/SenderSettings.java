package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The settings of Kafka's clients that send notifications, made of those of alerting's Streams. */
final class SenderSettings {

    private static final String STREAMS_CONSUMER = "main.consumer.";
    private static final int TRANSACTION_TIMEOUT = 10_000;

    /** A dead instance is noticed after that long. */
    private static final int SESSION_TIMEOUT = 10_000;

    /** Incidents are large, and a partition is paused with its first record. */
    private static final int MOST_RECORDS = 20;

    private final Map<String, Object> kafka;

    /**
     * Takes what clients need.
     *
     * @param kafka settings of Streams; what is for its main consumer is taken too, what is for none of its clients is
     *     left out
     */
    SenderSettings(Map<String, Object> kafka) {
        this.kafka = new HashMap<>();
        kafka.forEach((key, value) -> this.kafka.put(
                key.startsWith(STREAMS_CONSUMER) ? key.substring(STREAMS_CONSUMER.length()) : key, value));
    }

    /** Returns the group of a sink: a sink that is down delays no other. */
    static String group(String sink) {
        return "iamwatch-notify-" + sink;
    }

    Map<String, Object> consumer(String sink) {
        Map<String, Object> settings = reader();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group(sink));
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT);
        return settings;
    }

    /** Returns the settings of a consumer that is in no group. */
    Map<String, Object> reader() {
        Map<String, Object> settings = only(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Positions are settled before the group begins; where one is missing nevertheless, nothing is lost.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    Map<String, Object> producer(String transactionalId) {
        Map<String, Object> settings = only(ProducerConfig.configNames());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) TRANSACTION_TIMEOUT);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class.getName());
        return settings;
    }

    Map<String, Object> admin() {
        return only(AdminClientConfig.configNames());
    }

    private Map<String, Object> only(Set<String> names) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(names);
        settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        return settings;
    }
}
