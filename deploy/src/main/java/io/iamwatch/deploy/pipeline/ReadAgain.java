package io.iamwatch.deploy.pipeline;

import io.iamwatch.ingest.connect.SourceOffsets;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Positions from which to read again what the end of a lost log may have held. What is still there comes to the
 * topics a second time; the detector knows events that it has seen.
 */
final class ReadAgain {

    /** Operating systems write within a minute or so what nobody forces them to. */
    static final Duration BACK = Duration.ofMinutes(15);

    private ReadAgain() {
    }

    /**
     * Returns those of given offsets that are to be moved, and where to.
     *
     * @param streams those that are read now; Connect refuses to move others
     */
    static Map<Map<String, ?>, Map<String, ?>> of(Map<Map<String, ?>, Map<String, ?>> offsets,
            Collection<String> streams) {
        Map<Map<String, ?>, Map<String, ?>> moved = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            ShardId shard = SourceOffsets.shard(partition);
            if (!streams.contains(shard.stream())) {
                return;
            }
            before(SourceOffsets.position(shard, new HashMap<>(offset)))
                    .ifPresent(position -> moved.put(partition, SourceOffsets.offset(position)));
        });
        return moved;
    }

    /** A shard that was read to its end is left: when that was is not known. */
    private static Optional<Position> before(Position position) {
        return switch (position) {
            case Position.After(var sequence, var seen) ->
                seen.map(time -> new Position.AtTimestamp(time.minus(BACK)));
            case Position.AtTimestamp(var time, var seen) -> Optional.of(new Position.AtTimestamp(time));
            case Position.TrimHorizon oldest -> Optional.empty();
            case Position.ShardEnd end -> Optional.empty();
        };
    }
}
