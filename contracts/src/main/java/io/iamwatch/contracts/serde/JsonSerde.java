package io.iamwatch.contracts.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Notification;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What our own topics hold, as JSON.
 *
 * @param <T> a finding, a command, a notification or a delivery
 */
public final class JsonSerde<T> implements Serde<T> {

    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JsonSerde(Class<T> type) {
        reader = FindingJson.MAPPER.readerFor(type);
        writer = FindingJson.MAPPER.writerFor(type);
    }

    /** Returns the serde of what a service remembers. */
    public static <T> JsonSerde<T> of(Class<T> type) {
        return new JsonSerde<>(type);
    }

    /** Returns the serde of {@code iamwatch.alerts}. */
    public static JsonSerde<DetectionFinding> alerts() {
        return new JsonSerde<>(DetectionFinding.class);
    }

    /** Returns the serde of {@code iamwatch.incidents}. */
    public static JsonSerde<IncidentFinding> incidents() {
        return new JsonSerde<>(IncidentFinding.class);
    }

    /** Returns the serde of {@code iamwatch.verdicts}. */
    public static JsonSerde<IncidentCommand> commands() {
        return new JsonSerde<>(IncidentCommand.class);
    }

    /** Returns the serde of {@code iamwatch.notifications}. */
    public static JsonSerde<Notification> notifications() {
        return new JsonSerde<>(Notification.class);
    }

    /** Returns the serde of {@code iamwatch.deliveries}. */
    public static JsonSerde<Delivery> deliveries() {
        return new JsonSerde<>(Delivery.class);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> {
            try {
                return value == null ? null : writer.writeValueAsBytes(value);
            } catch (JsonProcessingException failure) {
                throw new SerializationException("cannot write a record for " + topic, failure);
            }
        };
    }

    /**
     * {@inheritDoc} It throws {@link SerializationException} for bytes that are something else; their content is not
     * quoted.
     */
    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            try {
                return bytes == null ? null : reader.readValue(bytes);
            } catch (IOException failure) {
                throw new SerializationException("a record of " + topic + " is not what that topic holds");
            }
        };
    }
}
