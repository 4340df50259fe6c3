package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Shards are split and merged while records come in and the connector runs. */
@ExtendWith(OnIngestStack.class)
@Timeout(240)
class ReshardIT {

    @Test
    void nothingIsLostOrRepeatedOrOutOfOrderThroughASplitAMergeAndUpdateShardCount(IngestStack stack) {
        KinesisClient kinesis = stack.emulator().client();
        NumberedStream stream = stack.stream(1);
        stack.ingest(stream, Map.of());
        try (Received received = stack.received(stream)) {
            stream.put(40);
            split(kinesis, stream, open(kinesis, stream).getFirst());
            stream.put(40);
            received.awaitAtLeast(60);
            merge(kinesis, stream);
            stream.put(40);
            kinesis.updateShardCount(request -> request.streamName(stream.name()).targetShardCount(4)
                    .scalingType(ScalingType.UNIFORM_SCALING));
            active(kinesis, stream);
            stream.put(40);
            received.assertAllOnceInOrder();
            assertThat(stack.connect().failure(IngestStack.connector(stream))).isEmpty();
        }
    }

    @Test
    void reshardsThatHappenedWhileNobodyLookedAreReadParentsFirst(IngestStack stack) {
        KinesisClient kinesis = stack.emulator().client();
        NumberedStream stream = stack.stream(1);
        stream.put(40);
        split(kinesis, stream, open(kinesis, stream).getFirst());
        stream.put(40);
        merge(kinesis, stream);
        stream.put(40);
        stack.ingest(stream, Map.of("tasks.max", "3"));
        try (Received received = stack.received(stream)) {
            received.assertAllOnceInOrder();
        }
    }

    @Test
    void twoStreamsOfTwoRegionsAreReadByOneConnector(IngestStack stack) {
        NumberedStream home = stack.stream(2);
        NumberedStream away = stack.streamIn("eu-west-1", 1);
        stack.ingest(home, Map.of("kinesis.streams", home.name() + "," + away.name() + "@eu-west-1"));
        home.put(10);
        away.put(10);
        try (Received atHome = stack.received(home); Received abroad = stack.received(away)) {
            atHome.assertAllOnceInOrder();
            abroad.assertAllOnceInOrder();
        }
    }

    private static void split(KinesisClient kinesis, NumberedStream stream, Shard shard) {
        BigInteger from = new BigInteger(shard.hashKeyRange().startingHashKey());
        BigInteger to = new BigInteger(shard.hashKeyRange().endingHashKey());
        kinesis.splitShard(request -> request.streamName(stream.name()).shardToSplit(shard.shardId())
                .newStartingHashKey(from.add(to).shiftRight(1).toString()));
        active(kinesis, stream);
    }

    private static void merge(KinesisClient kinesis, NumberedStream stream) {
        List<Shard> open = open(kinesis, stream);
        kinesis.mergeShards(request -> request.streamName(stream.name()).shardToMerge(open.get(0).shardId())
                .adjacentShardToMerge(open.get(1).shardId()));
        active(kinesis, stream);
    }

    /** The emulator gives a closed shard the largest long as its ending sequence number. */
    private static List<Shard> open(KinesisClient kinesis, NumberedStream stream) {
        return kinesis.listShards(request -> request.streamName(stream.name())).shards().stream()
                .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null).toList();
    }

    private static void active(KinesisClient kinesis, NumberedStream stream) {
        await().atMost(Duration.ofSeconds(30)).until(() -> kinesis
                .describeStreamSummary(request -> request.streamName(stream.name())).streamDescriptionSummary()
                .streamStatus() == StreamStatus.ACTIVE);
    }

}
