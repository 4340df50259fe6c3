package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.embedded.Await;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Splits and merges open shards of a stream, in turn, so that their number stays about the same. */
final class Resharding {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KinesisClient kinesis;
    private final String stream;
    private final Random random;
    private boolean mergeNext;

    Resharding(KinesisClient kinesis, String stream, Random random) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.random = random;
    }

    /** Reshards once and returns when the stream takes records as before. */
    void next() {
        List<Shard> open = kinesis.listShards(request -> request.streamName(stream)).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(Resharding::start)).toList();
        int at = random.nextInt(open.size() - 1);
        if (mergeNext) {
            kinesis.mergeShards(request -> request.streamName(stream).shardToMerge(open.get(at).shardId())
                    .adjacentShardToMerge(open.get(at + 1).shardId()));
        } else {
            kinesis.splitShard(request -> request.streamName(stream).shardToSplit(open.get(at).shardId())
                    .newStartingHashKey(middle(open.get(at)).toString()));
        }
        System.out.println((mergeNext ? "merged " : "split ") + open.get(at).shardId());
        mergeNext = !mergeNext;
        Await.until("the stream", LIMIT, () -> kinesis.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary().streamStatus() == StreamStatus.ACTIVE);
    }

    private static BigInteger start(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    private static BigInteger middle(Shard shard) {
        return start(shard).add(new BigInteger(shard.hashKeyRange().endingHashKey())).shiftRight(1);
    }
}
