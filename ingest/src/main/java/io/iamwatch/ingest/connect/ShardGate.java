package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds back the shards of a task until everything that they came from is read to its end and that is committed, by
 * whatever task: only then do records of one partition key keep their order. For one thread.
 */
final class ShardGate {

    /** Tasks read each other's progress from Connect's offsets, each time up to the end of that topic. */
    private static final Duration LOOKS_APART = Duration.ofMillis(500);

    private final InstantSource wallClock;
    private final List<Lineage> waiting;
    private Instant looked = Instant.MIN;

    ShardGate(List<Lineage> shards, InstantSource wallClock) {
        this.waiting = new ArrayList<>(shards);
        this.wallClock = wallClock;
    }

    /** Returns whether it is time to look at the stored positions; no more once nothing is held back. */
    boolean isDue() {
        Instant now = wallClock.instant();
        return !waiting.isEmpty()
                && (looked.equals(Instant.MIN) || now.isBefore(looked) || !now.isBefore(looked.plus(LOOKS_APART)));
    }

    /** Makes it time to look: an end has been handed over, and with it perhaps what is waited for. */
    void lookSoon() {
        looked = Instant.MIN;
    }

    /** Returns the shards whose positions tell what may be read. */
    Set<ShardId> interesting() {
        return waiting.stream().flatMap(lineage -> Stream.concat(Stream.of(lineage.shard()), lineage.ancestors()))
                .collect(Collectors.toSet());
    }

    /** Lets out what may be read. */
    List<Lineage> open(Map<ShardId, Position> stored) {
        looked = wallClock.instant();
        List<Lineage> free = waiting.stream().filter(lineage -> lineage.listed().stream()
                .allMatch(ancestor -> stored.get(ancestor) instanceof Position.ShardEnd)).toList();
        waiting.removeAll(free);
        return free;
    }
}
