package io.iamwatch.ingest.kinesis;

import io.iamwatch.ingest.kinesis.Position.After;
import io.iamwatch.ingest.kinesis.Position.AtTimestamp;
import io.iamwatch.ingest.kinesis.Position.ShardEnd;
import io.iamwatch.ingest.kinesis.Position.TrimHorizon;
import io.iamwatch.ingest.kinesis.Subscription.Signal;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

/**
 * Has a shard's records sent: {@code SubscribeToShard}, renewed from the last continuation sequence number, which
 * goes on also where no records are.
 */
final class FanOutFeed implements ShardFeed {

    /** Kinesis sends an event every few seconds, with or without records; after so long the connection is dead. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /**
     * Kinesis refuses a second subscription within five seconds; one that ends at once must not be asked for at once.
     */
    private static final Duration AFTER_NOTHING = Duration.ofSeconds(1);

    private final KinesisAsyncClient client;
    private final StreamConsumers consumers;
    private final ShardId shard;
    private Subscription subscription;
    private String continuation;
    private long behind;
    private boolean overAtOnce;

    FanOutFeed(KinesisAsyncClient client, StreamConsumers consumers, ShardId shard) {
        this.client = client;
        this.consumers = consumers;
        this.shard = shard;
    }

    @Override
    public boolean isOpen() {
        return subscription != null;
    }

    @Override
    public void open(Position from) {
        String consumer = consumers.arn(shard.streamName());
        StartingPosition start = continuation == null ? start(from) : start(new After(continuation));
        subscription = new Subscription(client, SubscribeToShardRequest
                .builder().consumerARN(consumer).shardId(shard.shard()).startingPosition(start).build());
        overAtOnce = true;
    }

    @Override
    public Answer next() throws InterruptedException {
        Signal signal = subscription.take(LONGEST_SILENCE).orElseThrow(
                () -> new IllegalStateException("no event for " + LONGEST_SILENCE.toSeconds() + " s"));
        return switch (signal) {
            case Signal.Event(SubscribeToShardEvent event) -> answer(event);
            case Signal.Over() -> {
                release();
                yield new Answer(List.of(), Math.max(1, behind), false);
            }
            case Signal.Failed(RuntimeException cause) -> throw cause;
        };
    }

    private Answer answer(SubscribeToShardEvent event) {
        boolean end = event.continuationSequenceNumber() == null;
        if (end != !event.childShards().isEmpty()) {
            throw new IllegalStateException("an event at the end of a shard names its children, no other one does");
        }
        overAtOnce = false;
        continuation = event.continuationSequenceNumber();
        behind = event.millisBehindLatest() == null ? 0 : event.millisBehindLatest();
        return new Answer(event.records(), behind, end);
    }

    @Override
    public void failed(RuntimeException failure) {
        release();
        if (Failures.isNotFound(failure)) {
            consumers.forget(shard.streamName());
        }
        if (Failures.isBadPosition(failure)) {
            continuation = null;
        }
    }

    @Override
    public Duration pause(Answer answer) {
        return subscription == null && overAtOnce ? AFTER_NOTHING : Duration.ZERO;
    }

    @Override
    public void close() {
        release();
        continuation = null;
    }

    private void release() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    private StartingPosition start(Position from) {
        StartingPosition.Builder start = StartingPosition.builder();
        return switch (from) {
            case TrimHorizon() -> start.type(ShardIteratorType.TRIM_HORIZON).build();
            case AtTimestamp at -> start.type(ShardIteratorType.AT_TIMESTAMP).timestamp(at.time()).build();
            case After after ->
                start.type(ShardIteratorType.AFTER_SEQUENCE_NUMBER).sequenceNumber(after.sequence()).build();
            case ShardEnd end -> throw new IllegalStateException("nothing comes after the end of shard " + shard);
        };
    }
}
