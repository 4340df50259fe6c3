package io.iamwatch.detector.topology;

import io.iamwatch.contracts.topic.Topics;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Gives the bytes of a record, and {@link #NOT_NEEDED} for one of {@link Topics#IDENTITY} that surely no rule
 * needs: it is looked at where it was read, without a copy.
 */
public final class NeededBytes implements Deserializer<byte[]> {

    private static final byte[] NOT_NEEDED = new byte[0];

    /** Returns whether a value that this gave is one that a rule may need. */
    @SuppressWarnings("ReferenceEquality") // A record that is empty is another one.
    public static boolean isNeeded(byte[] value) {
        return value != NOT_NEEDED;
    }

    @Override
    public byte[] deserialize(String topic, byte[] data) {
        return data;
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
        boolean isLookedAt = data != null && data.hasArray() && topic.equals(Topics.IDENTITY.name());
        return isLookedAt && !FirstLook.mayBeNeeded(data.array(), data.arrayOffset() + data.position(),
                data.remaining()) ? NOT_NEEDED : Utils.toNullableArray(data);
    }
}
