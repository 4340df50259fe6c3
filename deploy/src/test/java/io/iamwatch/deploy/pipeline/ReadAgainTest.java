package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.ingest.connect.SourceOffsets;
import io.iamwatch.ingest.kinesis.Position;
import io.iamwatch.ingest.kinesis.ShardId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadAgainTest {

    private static final ShardId SHARD = ShardId.parse("cloudtrail/shardId-000000000000");
    private static final Instant SEEN = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-11-27T11:45:00Z");

    @Test
    void goesBackFromWhenTheLastRecordArrived() {
        assertThat(moved(new Position.After("7", Optional.of(SEEN)))).contains(new Position.AtTimestamp(BEFORE));
    }

    @Test
    void whatHadNoRecordYetIsReadFromItsBeginning() {
        assertThat(moved(new Position.AtTimestamp(BEFORE, SEEN))).contains(new Position.AtTimestamp(BEFORE));
    }

    @Test
    void whatWasReadToItsEndStays() {
        assertThat(moved(new Position.ShardEnd(Optional.of("7")))).isEmpty();
    }

    @Test
    void aPositionThatSomebodySetByNumberStays() {
        assertThat(moved(new Position.After("7"))).isEmpty();
    }

    @Test
    void aStreamThatIsNoLongerReadStays() {
        assertThat(ReadAgain.of(Map.of(SourceOffsets.partition(SHARD),
                SourceOffsets.offset(new Position.After("7", Optional.of(SEEN)))), List.of("other"))).isEmpty();
    }

    private static Optional<Position> moved(Position position) {
        Map<String, String> partition = SourceOffsets.partition(SHARD);
        return Optional
                .ofNullable(ReadAgain.of(Map.of(partition, SourceOffsets.offset(position)), List.of("cloudtrail"))
                        .get(partition))
                .map(offset -> SourceOffsets.position(SHARD, new HashMap<>(offset)));
    }
}
