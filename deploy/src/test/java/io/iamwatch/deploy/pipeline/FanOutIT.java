package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.iamwatch.deploy.pipeline.FaultProxy.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * SubscribeToShard keeps the guarantees of polling. The emulator never says that a shard ends: that is a unit test.
 */
@ExtendWith(OnIngestStack.class)
@Timeout(240)
class FanOutIT {

    private static final String SUBSCRIBE = "SubscribeToShard";

    @Test
    void recordsOfSeveralShardsAreSentToAConsumerThatIsRegisteredByItsName(IngestStack stack) {
        KinesisClient kinesis = stack.emulator().client();
        NumberedStream stream = stack.stream(3);
        stack.ingest(stream, Map.of("kinesis.consumption", "FAN_OUT"));
        try (Received received = stack.received(stream)) {
            stream.put(10);
            received.awaitAtLeast(10);
            stream.put(20);
            received.assertAllOnceInOrder();
        } finally {
            stack.remove(stream);
        }
        assertThat(kinesis.listStreamConsumers(request -> request.streamARN(arn(kinesis, stream))).consumers())
                .singleElement().satisfies(consumer -> assertThat(consumer.consumerName()).isEqualTo("iamwatch"));
    }

    @Test
    void aSubscriptionThatIsRefusedOrBreaksIsHadAnewWhereItStopped(IngestStack stack) {
        NumberedStream stream = stack.stream(1);
        stack.proxy().next(SUBSCRIBE, 2, new Fault.Refuse("ResourceInUseException", 400));
        stack.proxy().next(SUBSCRIBE, 1, new Fault.Cut());
        stack.ingest(stream, Map.of("kinesis.consumption", "FAN_OUT", "kinesis.fanout.consumer", "other"));
        try (Received received = stack.received(stream)) {
            stream.put(10);
            received.awaitAtLeast(10);
            stack.proxy().down();
            stream.put(10);
            stack.proxy().up();
            stream.put(10);
            received.assertAllOnceInOrder();
        } finally {
            stack.remove(stream);
        }
        await().until(stack.proxy()::isSpent);
    }

    @Test
    void aConsumerThatWasRegisteredBeforeIsUsedByItsArn(IngestStack stack) {
        KinesisClient kinesis = stack.emulator().client();
        NumberedStream stream = stack.stream(1);
        String consumer = kinesis.registerStreamConsumer(
                request -> request.streamARN(arn(kinesis, stream)).consumerName("ours")).consumer().consumerARN();
        int registered = stack.proxy().calls("RegisterStreamConsumer");
        stack.ingest(stream, Map.of("kinesis.consumption", "FAN_OUT", "kinesis.fanout.consumer", consumer));
        try (Received received = stack.received(stream)) {
            stream.put(5);
            received.assertAllOnceInOrder();
        } finally {
            stack.remove(stream);
        }
        assertThat(stack.proxy().calls("RegisterStreamConsumer")).isEqualTo(registered);
    }

    private static String arn(KinesisClient kinesis, NumberedStream stream) {
        return kinesis.describeStreamSummary(request -> request.streamName(stream.name())).streamDescriptionSummary()
                .streamARN();
    }
}
