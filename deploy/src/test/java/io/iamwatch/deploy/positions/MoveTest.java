package io.iamwatch.deploy.positions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people write to move a position, and what they are told that it will do. */
class MoveTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123456Z");

    @ParameterizedTest
    @CsvSource({"oldest, at the oldest record", "now, from 2026-11-01T12:00:00.123Z on",
            "2026-11-01T12:00:00+02:00, from 2026-11-01T10:00:00Z on", "4959, behind 4959"})
    void aPositionIsUnderstood(String text, String words) {
        Move move = Move.parse("trail/shardId-0=" + text, NOW);
        assertThat(move.shard()).isEqualTo(new ShardId("trail", "shardId-0"));
        assertThat(move.to().map(Move::words)).contains(words);
    }

    @Test
    void aShardCanBeForgotten() {
        Move move = Move.parse("trail/shardId-0=forget", NOW);
        assertThat(move.to()).isEmpty();
        assertThat(move.effect(new Position.After("5"))).contains("kinesis.start.position");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trail/shardId-0                       | stream/shardId=POSITION
            trail=5                               | stream/shard
            trail/shardId-0=                      | POSITION is oldest, now
            trail/shardId-0=LATEST                | POSITION is oldest, now
            trail/shardId-0=007                   | a sequence number
            trail/shardId-0=-5                    | a sequence number
            trail/shardId-0=2026-11-01            | a time as in
            trail/shardId-0=2026-11-01T12:00:01Z  | still to come
            """)
    void nonsenseIsRefusedWithWhatIsAllowed(String text, String allowed) {
        assertThatThrownBy(() -> Move.parse(text, NOW)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(allowed);
    }

    @ParameterizedTest
    @CsvSource({"100, 99, a second time", "99, 100, skipped", "100, oldest, a second time", "100, now, skipped"})
    void itIsSaidWhatAMoveDoes(String from, String to, String effect) {
        assertThat(Move.parse("trail/shardId-0=" + to, NOW).effect(new Position.After(from))).contains(effect);
    }

    @Test
    void aClosedShardIsReadAgain() {
        assertThat(Move.parse("trail/shardId-0=oldest", NOW).effect(new Position.ShardEnd(Optional.empty())))
                .contains("closed shard", "a second time");
    }
}
