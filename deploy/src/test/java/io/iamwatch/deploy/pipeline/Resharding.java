package io.iamwatch.deploy.pipeline;

import io.iamwatch.deploy.embedded.Await;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Changes the shards of a stream; returns when it takes records and may be changed again. */
public final class Resharding {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final KinesisClient kinesis;
    private final String stream;
    private boolean mergeNext;

    /** Changes nothing yet. */
    public Resharding(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /** Splits and merges in turn, somewhere, so that the number of open shards stays about the same. */
    public void next(Random random) {
        int at = random.nextInt(open().size() - 1);
        System.out.println((mergeNext ? "merges" : "splits") + " open shard " + at);
        if (mergeNext) {
            merge(at);
        } else {
            split(at);
        }
        mergeNext = !mergeNext;
    }

    /** Splits an open shard, by its place in the order of hash keys, into halves. */
    void split(int at) {
        Shard shard = open().get(at);
        BigInteger middle = start(shard).add(new BigInteger(shard.hashKeyRange().endingHashKey())).shiftRight(1);
        kinesis.splitShard(request -> request.streamName(stream).shardToSplit(shard.shardId())
                .newStartingHashKey(middle.toString()));
        awaitActive();
    }

    /** Merges an open shard, by its place in the order of hash keys, and its neighbour. */
    void merge(int at) {
        List<Shard> open = open();
        kinesis.mergeShards(request -> request.streamName(stream).shardToMerge(open.get(at).shardId())
                .adjacentShardToMerge(open.get(at + 1).shardId()));
        awaitActive();
    }

    void awaitActive() {
        Await.until("the stream", LIMIT, () -> kinesis.describeStreamSummary(request -> request.streamName(stream))
                .streamDescriptionSummary().streamStatus() == StreamStatus.ACTIVE);
    }

    private List<Shard> open() {
        return open(kinesis, stream);
    }

    /** Returns the open shards of a stream in the order of their hash keys. */
    public static List<Shard> open(KinesisClient kinesis, String stream) {
        return all(kinesis, stream).stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                .sorted(Comparator.comparing(Resharding::start)).toList();
    }

    /** The closed ones come before the open ones: after many changes there are several pages. */
    private static List<Shard> all(KinesisClient kinesis, String stream) {
        ListShardsResponse page = kinesis.listShards(request -> request.streamName(stream));
        List<Shard> shards = new ArrayList<>(page.shards());
        while (page.nextToken() != null) {
            String next = page.nextToken();
            page = kinesis.listShards(request -> request.nextToken(next));
            shards.addAll(page.shards());
        }
        return shards;
    }

    private static BigInteger start(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }
}
