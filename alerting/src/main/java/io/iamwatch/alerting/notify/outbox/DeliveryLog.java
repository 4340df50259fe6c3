package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes what became of notifications, each in a transaction of its own. */
final class DeliveryLog implements AutoCloseable {

    private final Map<String, Object> settings;
    private KafkaProducer<String, Delivery> producer;

    /** Connects when it is opened, or first writes. */
    DeliveryLog(Map<String, Object> settings) {
        this.settings = settings;
    }

    /**
     * Connects, and ends what a producer of the same transactional id has left open. Done before there is something to
     * write, it is not done between an answer and its commit.
     */
    void open() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings, new StringSerializer(), JsonSerde.deliveries().serializer());
            producer.initTransactions();
        }
    }

    /**
     * Writes a delivery, and in the same transaction what else the caller wants.
     *
     * @throws KafkaException if it is not known to be written. The next call begins with a new producer of the same
     *     transactional id, which ends what this one has left open
     */
    void write(Delivery delivery, Consumer<KafkaProducer<String, Delivery>> besides) {
        try {
            open();
            producer.beginTransaction();
            // What goes wrong with it is thrown by the commit.
            var unused = producer.send(new ProducerRecord<>(Topics.DELIVERIES.name(),
                    delivery.notificationId() + "/" + delivery.sink(), delivery));
            besides.accept(producer);
            producer.commitTransaction();
        } catch (KafkaException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
