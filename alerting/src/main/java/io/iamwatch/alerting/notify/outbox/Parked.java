package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/** What was given up and waits for somebody to send it again, as the delivery log says. */
public final class Parked {

    private static final Duration POLL = Duration.ofMillis(200);

    private Parked() {
    }

    /**
     * Reads the whole delivery log.
     *
     * @param kafka settings of Kafka's clients; {@code bootstrap.servers} at least
     * @return by partition, and there by when they were parked last
     */
    public static List<Delivery> read(Map<String, Object> kafka) {
        Map<String, Delivery> parked = new LinkedHashMap<>();
        forEach(kafka, Topics.DELIVERIES, record -> {
            Delivery delivery = delivery(record);
            if (delivery != null) {
                parked.remove(delivery.notificationId() + "/" + delivery.sink());
                if (delivery.outcome() == Delivery.Outcome.PARKED) {
                    parked.put(delivery.notificationId() + "/" + delivery.sink(), delivery);
                }
            }
        });
        return List.copyOf(parked.values());
    }

    /** Returns those notifications of the outbox that have one of the ids and are still kept, in its order. */
    static List<Notification> notifications(Map<String, Object> kafka, Set<String> ids) {
        List<Notification> found = new ArrayList<>();
        forEach(kafka, Topics.NOTIFICATIONS, record -> OutboxReader.read(record)
                .filter(notification -> ids.contains(notification.id())).ifPresent(found::add));
        return found;
    }

    private static Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JsonSerde.deliveries().deserializer().deserialize(record.topic(), record.value());
        } catch (SerializationException foreign) {
            return null;
        }
    }

    /** All that is committed when it begins. */
    private static void forEach(Map<String, Object> kafka, Topic topic,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(new SenderSettings(kafka).reader())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(reader);
            }
        }
    }
}
