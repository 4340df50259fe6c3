package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.serde.JsonSerde;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of the outbox. One that is no notification holds up nobody: it is told in the log, where it stands.
 */
final class OutboxReader {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxReader.class);
    private static final Deserializer<Notification> READER = JsonSerde.notifications().deserializer();

    private OutboxReader() {
    }

    static Optional<Notification> read(ConsumerRecord<byte[], byte[]> record) {
        try {
            Notification notification = READER.deserialize(record.topic(), record.value());
            if (notification != null && notification.id() != null && notification.kind() != null) {
                return Optional.of(notification);
            }
        } catch (SerializationException something) {
            LOG.debug("it cannot be read", something);
        }
        LOG.error("a record of the outbox is no notification, and nobody is told; topic={} partition={} offset={}",
                record.topic(), record.partition(), record.offset());
        return Optional.empty();
    }
}
