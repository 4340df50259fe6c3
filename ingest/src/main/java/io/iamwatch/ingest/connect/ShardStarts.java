package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where shards begin that have no stored position. */
final class ShardStarts {

    private final KinesisSourceConfig.StartPosition first;
    private final Instant pin;
    private final Map<ShardId, Position> starts = new HashMap<>();

    /**
     * Decides nothing yet.
     *
     * @param pin the time that a first start at the newest record, or at a time, is pinned to
     */
    ShardStarts(KinesisSourceConfig.StartPosition first, Instant pin) {
        this.first = first;
        this.pin = pin;
    }

    /** Decides about a shard, and returns the position that must be stored before there is a record, if any. */
    Optional<Position> decide(Lineage lineage, Map<ShardId, Position> stored) {
        if (stored.containsKey(lineage.shard())) {
            return Optional.empty();
        }
        // A child of a shard that was read already goes on where its parent ended, however long nobody looked.
        if (first == KinesisSourceConfig.StartPosition.TRIM_HORIZON
                || lineage.ancestors().anyMatch(stored::containsKey)) {
            starts.put(lineage.shard(), new Position.TrimHorizon());
            return Optional.empty();
        }
        Position pinned = new Position.AtTimestamp(pin);
        starts.put(lineage.shard(), pinned);
        return Optional.of(pinned);
    }

    /** Returns what was decided. */
    Position of(ShardId shard) {
        return starts.get(shard);
    }
}
