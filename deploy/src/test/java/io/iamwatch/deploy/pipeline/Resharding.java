package io.iamwatch.deploy.pipeline;

import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Changes the shards of a stream. */
final class Resharding {

    private Resharding() {
    }

    /** Splits the first shard that is open into halves. */
    static void split(KinesisClient kinesis, NumberedStream stream) {
        Shard shard = open(kinesis, stream).getFirst();
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        kinesis.splitShard(request -> request.streamName(stream.name()).shardToSplit(shard.shardId())
                .newStartingHashKey(from.add(to).shiftRight(1).toString()));
        awaitActive(kinesis, stream);
    }

    /** Merges the first two shards that are open; they must be neighbours. */
    static void merge(KinesisClient kinesis, NumberedStream stream) {
        List<Shard> open = open(kinesis, stream);
        kinesis.mergeShards(request -> request.streamName(stream.name()).shardToMerge(open.get(0).shardId())
                .adjacentShardToMerge(open.get(1).shardId()));
        awaitActive(kinesis, stream);
    }

    private static List<Shard> open(KinesisClient kinesis, NumberedStream stream) {
        return kinesis.listShards(request -> request.streamName(stream.name())).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null).toList();
    }

    /** Returns when the stream takes records and may be changed again. */
    static void awaitActive(KinesisClient kinesis, NumberedStream stream) {
        await().atMost(Duration.ofSeconds(30)).until(() -> kinesis
                .describeStreamSummary(request -> request.streamName(stream.name())).streamDescriptionSummary()
                .streamStatus() == StreamStatus.ACTIVE);
    }
}
