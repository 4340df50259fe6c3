package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.Position.After;
import io.iamwatch.ingest.kinesis.Position.AtTimestamp;
import io.iamwatch.ingest.kinesis.Position.ShardEnd;
import io.iamwatch.ingest.kinesis.Position.TrimHorizon;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** How a shard and a position in it stand in Connect's offset storage, and in its REST API. */
public final class SourceOffsets {

    private static final String SHARD = "shard";
    private static final String SEQUENCE = "sequence";
    private static final String STATE = "state";
    private static final String PINNED_MS = "pinned_ms";
    private static final String SEEN_MS = "seen_ms";
    private static final String ACTIVE = "ACTIVE";
    private static final String SHARD_END = "SHARD_END";

    private SourceOffsets() {
    }

    /**
     * One key only: Connect compares partitions as serialised, and two keys would come in an order that changes from
     * one JVM to the next, so that stored positions were not found again.
     */
    public static Map<String, String> partition(ShardId shard) {
        return Map.of(SHARD, shard.toString());
    }

    /**
     * Reads what {@link #partition} wrote.
     *
     * @throws ConnectException if it is not of that form
     */
    public static ShardId shard(Map<String, ?> partition) {
        try {
            if (partition.size() == 1 && partition.get(SHARD) instanceof String text) {
                return ShardId.parse(text);
            }
        } catch (IllegalArgumentException malformed) {
            throw new ConnectException("not the shard of a stream: " + partition, malformed);
        }
        throw new ConnectException("not the shard of a stream: " + partition + "; allowed: {shard: stream/shardId}");
    }

    /**
     * Returns how a position is stored.
     *
     * @throws IllegalArgumentException for {@link TrimHorizon}, which names another record each time it is asked for
     */
    public static Map<String, Object> offset(Position position) {
        Map<String, Object> offset = new HashMap<>();
        switch (position) {
            case TrimHorizon() -> throw new IllegalArgumentException("TRIM_HORIZON is a start, not a position");
            case AtTimestamp(Instant time, Instant seen) -> {
                offset.put(PINNED_MS, time.toEpochMilli());
                if (!seen.equals(time)) {
                    offset.put(SEEN_MS, seen.toEpochMilli());
                }
                offset.put(STATE, ACTIVE);
            }
            case After(String sequence, Optional<Instant> seen) -> {
                offset.put(SEQUENCE, sequence);
                seen.ifPresent(time -> offset.put(SEEN_MS, time.toEpochMilli()));
                offset.put(STATE, ACTIVE);
            }
            case ShardEnd(Optional<String> sequence) -> {
                sequence.ifPresent(last -> offset.put(SEQUENCE, last));
                offset.put(STATE, SHARD_END);
            }
        }
        return offset;
    }

    /**
     * Reads the positions of shards that have one.
     *
     * @throws ConnectException if a stored position cannot be understood; to guess would lose or repeat records
     */
    static Map<ShardId, Position> read(OffsetStorageReader storage, Collection<ShardId> shards) {
        var stored = storage.offsets(shards.stream().map(SourceOffsets::partition).toList());
        Map<ShardId, Position> positions = new HashMap<>();
        for (ShardId shard : shards) {
            Map<String, Object> offset = stored.get(partition(shard));
            if (offset != null) {
                positions.put(shard, position(shard, offset));
            }
        }
        return positions;
    }

    /**
     * Reads what {@link #offset} wrote.
     *
     * @throws ConnectException if it is not of that form
     */
    public static Position position(ShardId shard, Map<String, Object> offset) {
        Object sequence = offset.get(SEQUENCE);
        String state = Objects.toString(offset.get(STATE));
        if (state.equals(SHARD_END)) {
            return new ShardEnd(Optional.ofNullable(sequence).map(Object::toString));
        }
        if (state.equals(ACTIVE) && sequence instanceof String last) {
            return new After(last, time(offset, SEEN_MS));
        }
        Optional<Instant> pinned = time(offset, PINNED_MS);
        if (state.equals(ACTIVE) && sequence == null && pinned.isPresent()) {
            return new AtTimestamp(pinned.get(), time(offset, SEEN_MS).orElse(pinned.get()));
        }
        throw new ConnectException("stored position of shard " + shard + " is not understood: " + offset
                + "; allowed: {sequence, seen_ms, state=ACTIVE}, "
                + "{pinned_ms, seen_ms, state=ACTIVE}, {state=SHARD_END}");
    }

    private static Optional<Instant> time(Map<String, Object> offset, String key) {
        return offset.get(key) instanceof Number millis
                ? Optional.of(Instant.ofEpochMilli(millis.longValue()))
                : Optional.empty();
    }
}
