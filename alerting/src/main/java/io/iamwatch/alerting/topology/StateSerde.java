package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.serde.JsonSerde;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * State as a store holds it: one byte for the version of the format, then JSON. The byte lets a later release read
 * what an earlier one stored, and keeps an earlier one from misreading a later one's.
 */
final class StateSerde<T> implements Serde<T> {

    static final byte FORMAT = 1;

    private final JsonSerde<T> json;

    StateSerde(JsonSerde<T> json) {
        this.json = json;
    }

    @Override
    public Serializer<T> serializer() {
        Serializer<T> serializer = json.serializer();
        return (topic, state) -> {
            if (state == null) {
                return null;
            }
            byte[] value = serializer.serialize(topic, state);
            return ByteBuffer.allocate(1 + value.length).put(FORMAT).put(value).array();
        };
    }

    /** Throws {@link SerializationException} for a version that this release does not know. */
    @Override
    public Deserializer<T> deserializer() {
        Deserializer<T> deserializer = json.deserializer();
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            if (bytes.length == 0 || bytes[0] != FORMAT) {
                throw new SerializationException("a state of " + topic + " is stored in another format than "
                        + FORMAT + ": a newer release wrote it");
            }
            return deserializer.deserialize(topic, Arrays.copyOfRange(bytes, 1, bytes.length));
        };
    }
}
