package io.iamwatch.ingest.kinesis;

import io.iamwatch.ingest.kinesis.Position.After;
import io.iamwatch.ingest.kinesis.Position.AtTimestamp;
import io.iamwatch.ingest.kinesis.Position.ShardEnd;
import io.iamwatch.ingest.kinesis.Position.TrimHorizon;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Where the reading of one shard stands. For one thread. */
final class ShardCursor {

    /**
     * How often a shard without records has a position stored that says up to when it was empty. Without it a long
     * quiet time could not be told from a gap.
     */
    static final Duration IDLE_MARKS_APART = Duration.ofMinutes(10);

    /** Sequence numbers are decimal numbers without leading zeros, of up to 186 digits. */
    private static final Comparator<String> BY_NUMBER = Comparator.comparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());

    private Position stored;
    private boolean fromOldest;

    ShardCursor(Position start) {
        this.stored = start;
    }

    /** Returns where to go on. */
    Position position() {
        return fromOldest ? new TrimHorizon() : stored;
    }

    /** Moves behind records, and returns those of them that had not come before, which is all but after a gap. */
    List<Record> accept(List<Record> records) {
        if (records.isEmpty()) {
            return records;
        }
        Optional<String> last = lastSequence();
        List<Record> fresh = last
                .map(floor -> records.stream().filter(r -> BY_NUMBER.compare(r.sequenceNumber(), floor) > 0).toList())
                .orElse(records);
        if (!fresh.isEmpty()) {
            Record newest = fresh.getLast();
            stored = new After(newest.sequenceNumber(), Optional.ofNullable(newest.approximateArrivalTimestamp()));
            fromOldest = false;
        }
        return fresh;
    }

    /** Notes that nothing newer has arrived until now; returns a position that says so when one is due. */
    Optional<Position> upToDate(Instant now) {
        if (seen().filter(since -> now.isBefore(since.plus(IDLE_MARKS_APART))).isPresent()) {
            return Optional.empty();
        }
        return moveSeen(now);
    }

    /**
     * Returns for how long records arrived that Kinesis has removed since and that were not read; empty if there was no
     * such time. Whether there were records in it nobody can say.
     */
    Optional<Duration> missed(Instant now, Duration retention) {
        Instant oldest = now.minus(retention);
        return seen().filter(until -> !fromOldest && until.isBefore(oldest))
                .map(until -> Duration.between(until, oldest));
    }

    /**
     * Goes on at the oldest record, which may be one that had come before, and returns the position that says up to
     * when records are missing, if there is one to store.
     */
    Optional<Position> leap(Instant oldest) {
        fromOldest = true;
        return seen().filter(oldest::isAfter).flatMap(before -> moveSeen(oldest));
    }

    ShardEnd end() {
        return new ShardEnd(lastSequence());
    }

    /** Returns up to when nothing that arrived is missing, if that is known. */
    Optional<Instant> seen() {
        return switch (stored) {
            case After after -> after.seen();
            case AtTimestamp at -> Optional.of(at.seen());
            case TrimHorizon() -> Optional.empty();
            case ShardEnd end -> Optional.empty();
        };
    }

    private Optional<Position> moveSeen(Instant to) {
        switch (stored) {
            case After after -> stored = new After(after.sequence(), Optional.of(to));
            // The time itself stays: Kinesis compares it with its own clock, which may be behind the worker's.
            case AtTimestamp at -> stored = new AtTimestamp(at.time(), to);
            case TrimHorizon() -> {
                return Optional.empty();
            }
            case ShardEnd end -> {
                return Optional.empty();
            }
        }
        return Optional.of(stored);
    }

    private Optional<String> lastSequence() {
        return stored instanceof After after ? Optional.of(after.sequence()) : Optional.empty();
    }
}
