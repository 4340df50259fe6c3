package io.iamwatch.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConnectIT {

    private static final String TOPIC = Topics.IDENTITY.name();

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder, 0);
        broker.createTopics(1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void runsASourceExactlyOnceAndGoesOnWhereAnEarlierWorkerStopped() {
        try (EmbeddedConnect connect = EmbeddedConnect.start(broker.bootstrapServers(), "iamwatch-connect", Map.of())) {
            connect.startConnector("counting", counting("5"));
            assertThat(committed(5, connect)).isEqualTo(numbersTo(5));
        }
        try (EmbeddedConnect connect = EmbeddedConnect.start(broker.bootstrapServers(), "iamwatch-connect", Map.of())) {
            connect.startConnector("counting", counting("9"));
            assertThat(committed(9, connect)).isEqualTo(numbersTo(9));
            assertThat(connect.failure("counting")).isEmpty();
        }
    }

    @Test
    void tellsWhyATaskFailsAndWhatItRefuses() {
        try (EmbeddedConnect connect = EmbeddedConnect.start(broker.bootstrapServers(), "iamwatch-connect", Map.of())) {
            assertThatThrownBy(() -> connect.startConnector("broken",
                    Map.of("connector.class", CountingConnector.class.getName(), "topic", TOPIC, "limit", "1", "broken",
                            "the stream is away")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("connector broken failed").hasMessageContaining("the stream is away");
            assertThat(connect.failure("broken")).get().asString().contains("the stream is away");

            assertThatThrownBy(() -> connect.startConnector("refused", counting("many")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refuses to start connector refused").hasMessageContaining("many");
        }
    }

    /** Connect goes on to call a connector running whose worker is held up by something. */
    @Test
    void tellsFromOneAtWorkAWorkerThatIsHeldUp() {
        try (EmbeddedConnect connect = EmbeddedConnect.start(broker.bootstrapServers(), "iamwatch-connect", Map.of())) {
            connect.startConnector("held", counting("1"));
            Await.until("it to be at work", Duration.ofSeconds(30), () -> connect.idle("held").isEmpty());
            CountDownLatch held = CountingConnector.holdUp();
            Await.until("it to be held up", Duration.ofSeconds(30), () -> connect.idle("held").isPresent());
            assertThat(connect.isRunning("held")).isTrue();
            assertThat(connect.idle("held")).get().asString().contains("the Connect worker does not answer");
            held.countDown();
            Await.until("it to be at work again", Duration.ofSeconds(30), () -> connect.idle("held").isEmpty());
            assertThat(connect.idle("unknown")).contains("connector [], 0 tasks []");
        }
    }

    private static Map<String, String> counting(String limit) {
        return Map.of("connector.class", CountingConnector.class.getName(), "topic", TOPIC, "limit", limit);
    }

    private static List<String> committed(int count, EmbeddedConnect connect) {
        try {
            return CommittedReader.read(broker.bootstrapServers(), TOPIC, count);
        } catch (IllegalStateException inVain) {
            throw new IllegalStateException(inVain.getMessage() + ", connector: " + connect.idle("counting") + ", "
                    + connect.failure("counting"), inVain);
        }
    }

    private static List<String> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }
}
