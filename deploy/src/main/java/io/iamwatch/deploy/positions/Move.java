package io.iamwatch.deploy.positions;

import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Where somebody wants reading of a shard to go on.
 *
 * @param to nothing if the shard is to be forgotten, as if it had never been read
 */
public record Move(ShardId shard, Optional<Position> to) {

    private static final String OLDEST = "at the oldest record";

    /** What can stand behind the shard. */
    public static final String ALLOWED = "oldest, now, a time as in 2026-03-01T09:30:00Z, a sequence number, or forget";

    /**
     * Reads {@code stream/shardId=position}.
     *
     * @param now by the clock of this machine, which AWS compares with its own
     * @throws IllegalArgumentException if it is not of that form or the time is still to come; says what is allowed
     */
    public static Move parse(String text, Instant now) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("stream/shardId=POSITION is needed; POSITION is " + ALLOWED);
        }
        return new Move(ShardId.parse(text.substring(0, equals)), position(text.substring(equals + 1), now));
    }

    private static Optional<Position> position(String text, Instant now) {
        return switch (text) {
            case "forget" -> Optional.empty();
            // Kinesis takes a time before its oldest record for that record.
            case "oldest" -> Optional.of(new Position.AtTimestamp(Instant.EPOCH));
            case "now" -> Optional.of(new Position.AtTimestamp(Instant.ofEpochMilli(now.toEpochMilli())));
            default -> Optional.of(Position.isSequence(text) ? new Position.After(text) : at(text, now));
        };
    }

    private static Position at(String text, Instant now) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(now)) {
                throw new IllegalArgumentException("the time is still to come; now it is " + now);
            }
            return new Position.AtTimestamp(time);
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("POSITION is " + ALLOWED, noTime);
        }
    }

    /** Says what becomes of the records between where reading stands and where it is to go on. */
    public String effect(Position from) {
        if (to.isEmpty()) {
            return "forgotten: the connector's kinesis.start.position decides when it next starts";
        }
        if (from instanceof Position.ShardEnd) {
            return "records of this closed shard are read again: they come to the topics a second time";
        }
        if (from instanceof Position.After stands && to.get() instanceof Position.After wanted) {
            return compare(stands.sequence(), wanted.sequence()) < 0
                    ? "records up to it are skipped: they never come to the topics"
                    : "records behind it are read again: they come to the topics a second time";
        }
        return "newer records that were read already come to the topics a second time; older ones that were not are "
                + "skipped";
    }

    private static int compare(String one, String other) {
        return one.length() == other.length() ? one.compareTo(other) : Integer.compare(one.length(), other.length());
    }

    /** Says a position in words. */
    public static String words(Position position) {
        return switch (position) {
            case Position.TrimHorizon() -> OLDEST;
            case Position.AtTimestamp from ->
                from.time().equals(Instant.EPOCH) ? OLDEST : "from " + from.time() + " on";
            case Position.After after -> "behind " + after.sequence();
            case Position.ShardEnd end -> "read to its end";
        };
    }
}
