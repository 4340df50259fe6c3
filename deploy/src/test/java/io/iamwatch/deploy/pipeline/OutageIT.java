package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kinesis or the broker is away for longer than the transaction timeout, and comes back. */
@Timeout(600)
class OutageIT {

    private static final String TRANSACTION_TIMEOUT_MS = "producer.override.transaction.timeout.ms";

    private final List<String> givenUp = new CopyOnWriteArrayList<>();
    private IngestStack stack;
    private ConnectorWatch watch;

    @BeforeEach
    void start() throws IOException {
        stack = new IngestStack();
    }

    @AfterEach
    void stop() throws IOException {
        if (watch != null) {
            watch.close();
        }
        stack.close();
    }

    @Test
    void nothingIsLostOrRepeatedWhenBothAreAwayForLongerThanAShortenedTimeout() {
        outages(Map.of(TRANSACTION_TIMEOUT_MS, "3000"), Duration.ofSeconds(8));
    }

    @Test
    @Tag("guarantees")
    void nothingIsLostOrRepeatedWhenBothAreAwayForLongerThanEveryTimeout() {
        outages(Map.of(), Duration.ofSeconds(100));
    }

    @Test
    void aTaskThatFailsIsRestartedUntilTheCauseIsGone() {
        List<String> told = new CopyOnWriteArrayList<>();
        NumberedStream stream = stack.stream(1);
        stack.ingest(stream, Map.of());
        watch(stream, told::add);
        try (Received received = stack.received(stream)) {
            stream.put(5);
            received.awaitAtLeast(5);
            stack.maxMessageBytes(Topics.IDENTITY, 5000);
            stream.putLarge(20_000);
            stream.put(5);
            await().atMost(Duration.ofSeconds(60)).until(() -> told.size() >= 2);
            stack.maxMessageBytes(Topics.IDENTITY, Topic.MAX_MESSAGE_BYTES);
            received.assertAllOnceInOrder();
        }
        assertThat(told).allSatisfy(line -> assertThat(line).contains("failed and restarts in"));
        assertThat(givenUp).isEmpty();
    }

    private void outages(Map<String, String> extra, Duration outage) {
        NumberedStream stream = stack.stream(2);
        stack.ingest(stream, extra);
        watch(stream, System.out::println);
        try (Received received = stack.received(stream)) {
            stream.put(20);
            received.awaitAtLeast(20);
            stack.proxy().down();
            stream.put(20);
            pass(outage);
            stack.proxy().up();
            received.assertAllOnceInOrder();
            Thread meanwhile = Thread.ofVirtual().start(() -> stream.put(60));
            received.awaitAtLeast(45);
            stack.stopBroker();
            pass(outage);
            stack.startBroker();
            await().atMost(Duration.ofMinutes(1)).until(() -> !meanwhile.isAlive());
            stream.put(20);
            received.assertAllOnceInOrder();
        }
        assertThat(givenUp).isEmpty();
    }

    private void watch(NumberedStream stream, Consumer<String> told) {
        watch = ConnectorWatch.start(stack.connect(), IngestStack.connector(stream), () -> {},
                stack.kafka()::answers, InstantSource.system(), told, givenUp::add);
    }

    /** Lets an outage last. */
    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
