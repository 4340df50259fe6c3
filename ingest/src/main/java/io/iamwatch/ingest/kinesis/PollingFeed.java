package io.iamwatch.ingest.kinesis;

import io.iamwatch.ingest.kinesis.Position.After;
import io.iamwatch.ingest.kinesis.Position.AtTimestamp;
import io.iamwatch.ingest.kinesis.Position.ShardEnd;
import io.iamwatch.ingest.kinesis.Position.TrimHorizon;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Asks for a shard's records again and again: {@code GetShardIterator}, {@code GetRecords}. */
final class PollingFeed implements ShardFeed {

    /** Five calls a second are what Kinesis allows for a shard. */
    private static final Duration CATCH_UP_INTERVAL = Duration.ofMillis(200);

    private final KinesisClient client;
    private final ShardId shard;
    private final Duration interval;
    private final AdaptiveLimit limit;
    private final InstantSource wallClock;
    private String iterator;
    private Instant called = Instant.EPOCH;

    /**
     * Makes a feed.
     *
     * @param interval from one call to the next
     */
    PollingFeed(KinesisClient client, ShardId shard, Duration interval, AdaptiveLimit limit, InstantSource wallClock) {
        this.client = client;
        this.shard = shard;
        this.interval = interval;
        this.limit = limit;
        this.wallClock = wallClock;
    }

    @Override
    public boolean isOpen() {
        return iterator != null;
    }

    @Override
    public void open(Position from) {
        iterator = client.getShardIterator(iteratorRequest(from)).shardIterator();
    }

    @Override
    public Answer next() {
        called = wallClock.instant();
        String from = iterator;
        GetRecordsResponse response = client
                .getRecords(request -> request.shardIterator(from).limit(limit.records()));
        limit.learn(response.records());
        iterator = response.nextShardIterator();
        long behind = response.millisBehindLatest() == null ? 0 : response.millisBehindLatest();
        return new Answer(response.records(), behind, iterator == null);
    }

    @Override
    public void failed(RuntimeException failure) {
        // An iterator is as good after throttling as before; after anything else it may be what is wrong.
        if (!Failures.isThrottling(failure)) {
            close();
        }
    }

    @Override
    public Duration pause(Answer answer) {
        boolean behind = answer.millisBehindLatest() > 0;
        Duration wanted = behind && CATCH_UP_INTERVAL.compareTo(interval) < 0 ? CATCH_UP_INTERVAL : interval;
        Duration spent = Duration.between(called, wallClock.instant());
        // A clock that was set back or forward must neither stop the reading nor make it spin.
        return spent.isNegative() ? wanted : spent.compareTo(wanted) > 0 ? Duration.ZERO : wanted.minus(spent);
    }

    @Override
    public void close() {
        iterator = null;
    }

    private GetShardIteratorRequest iteratorRequest(Position from) {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder()
                .streamName(shard.streamName().name()).shardId(shard.shard());
        return switch (from) {
            case TrimHorizon() -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON).build();
            case AtTimestamp at ->
                request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time()).build();
            case After after -> request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(after.sequence()).build();
            case ShardEnd end -> throw new IllegalStateException("nothing comes after the end of shard " + shard);
        };
    }
}
