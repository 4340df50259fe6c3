package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.Position.After;
import io.iamwatch.ingest.kinesis.Position.AtTimestamp;
import io.iamwatch.ingest.kinesis.Position.ShardEnd;
import io.iamwatch.ingest.kinesis.Position.TrimHorizon;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** How a shard and a position in it stand in Connect's offset storage, and in its REST API. */
public final class SourceOffsets {

    private static final String SHARD = "shard";
    private static final String SEQUENCE = "sequence";
    private static final String STATE = "state";
    private static final String PINNED_MS = "pinned_ms";
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
            case AtTimestamp(Instant time) -> {
                offset.put(PINNED_MS, time.toEpochMilli());
                offset.put(STATE, ACTIVE);
            }
            case After(String sequence) -> {
                offset.put(SEQUENCE, sequence);
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
     * Reads the positions of shards and of those that they came from.
     *
     * @throws ConnectException if a stored position cannot be understood; to guess would lose or repeat records
     */
    static Map<ShardId, Position> read(OffsetStorageReader storage, List<Lineage> lineages) {
        List<ShardId> shards = lineages.stream()
                .flatMap(lineage -> Stream.concat(Stream.of(lineage.shard()), lineage.ancestors().stream())).distinct()
                .toList();
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
            return new After(last);
        }
        if (state.equals(ACTIVE) && sequence == null && offset.get(PINNED_MS) instanceof Number pinned) {
            return new AtTimestamp(Instant.ofEpochMilli(pinned.longValue()));
        }
        throw new ConnectException("stored position of shard " + shard + " is not understood: " + offset
                + "; allowed: {sequence, state=ACTIVE}, {pinned_ms, state=ACTIVE}, {state=SHARD_END}");
    }
}
