package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ScalingType;

/** Shards are split and merged while records come in and the connector runs. */
@ExtendWith(OnIngestStack.class)
@Timeout(240)
class ReshardIT {

    @Test
    void nothingIsLostOrRepeatedOrOutOfOrderThroughASplitAMergeAndUpdateShardCount(IngestStack stack) {
        KinesisClient kinesis = stack.emulator().client();
        NumberedStream stream = stack.stream(1);
        Resharding resharding = new Resharding(kinesis, stream.name());
        stack.ingest(stream, Map.of());
        try (Received received = stack.received(stream)) {
            stream.put(40);
            resharding.split(0);
            stream.put(40);
            received.awaitAtLeast(60);
            resharding.merge(0);
            stream.put(40);
            kinesis.updateShardCount(request -> request.streamName(stream.name()).targetShardCount(2)
                    .scalingType(ScalingType.UNIFORM_SCALING));
            resharding.awaitActive();
            stream.put(40);
            received.assertAllOnceInOrder();
            assertThat(stack.connect().failure(IngestStack.connector(stream))).isEmpty();
        } finally {
            stack.remove(stream);
        }
    }

    @Test
    void reshardsThatHappenedWhileNobodyLookedAreReadParentsFirst(IngestStack stack) {
        KinesisClient kinesis = stack.emulator().client();
        NumberedStream stream = stack.stream(1);
        Resharding resharding = new Resharding(kinesis, stream.name());
        stream.put(40);
        resharding.split(0);
        stream.put(40);
        resharding.merge(0);
        stream.put(40);
        stack.ingest(stream, Map.of("tasks.max", "3"));
        try (Received received = stack.received(stream)) {
            received.assertAllOnceInOrder();
        } finally {
            stack.remove(stream);
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
        } finally {
            stack.remove(home);
        }
    }
}
