package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What somebody wants to store as positions through Connect's offset API. A position that cannot be understood
 * would stop the task only when it starts again; here the request is refused instead and nothing has changed.
 */
final class OffsetChange {

    private OffsetChange() {
    }

    /**
     * Checks all changes.
     *
     * @param streams what the connector reads, as it is configured
     * @param changes offsets by partition; a null offset makes Connect forget the shard
     * @throws ConnectException if one of them names no shard of these streams, or is no position
     */
    static void check(List<String> streams, Map<Map<String, ?>, Map<String, ?>> changes) {
        changes.forEach((partition, offset) -> check(streams, partition, offset));
    }

    private static void check(List<String> streams, Map<String, ?> partition, Map<String, ?> offset) {
        ShardId shard = SourceOffsets.shard(partition);
        if (offset == null) {
            return; // also of a stream that is no longer read: so one cleans up
        }
        if (!streams.contains(shard.stream())) {
            throw new ConnectException("the connector does not read stream " + shard.stream() + "; it reads: "
                    + String.join(", ", streams));
        }
        if (SourceOffsets.position(shard, new HashMap<>(offset)) instanceof Position.After after
                && !Position.isSequence(after.sequence())) {
            throw new ConnectException("position of shard " + shard + ": " + after.sequence()
                    + " is no sequence number; allowed: up to 129 digits, the first not 0");
        }
    }
}
