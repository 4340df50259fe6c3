package io.iamwatch.alerting.notify.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.Destination;
import io.iamwatch.alerting.notify.Hostile;
import io.iamwatch.alerting.notify.Secret;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sinks that do what sinks do. */
@Timeout(60)
class HttpSinkTest {

    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Notification NEWS = Hostile.everywhere(Kind.OPENED, "bob");
    private static final List<Secret> SECRETS = List.of(new Secret("whsec_" + "QUFB".repeat(8)));

    @Test
    void whatIsTakenIsTaken() throws InterruptedException {
        try (Receiver receiver = new Receiver(Receiver.status(200, "ok"))) {
            assertThat(tell(receiver.url())).isEqualTo(new Answer.Accepted("HTTP 200"));
            assertThat(receiver.requests).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/hook/secret");
                assertThat(request.webhookId()).isEqualTo(NEWS.id());
                assertThat(request.userAgent()).isEqualTo("iamwatch");
            });
        }
    }

    @Test
    void aSinkThatIsBusySaysWhen() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "17");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        })) {
            assertThat(tell(receiver.url()))
                    .isEqualTo(new Answer.Later("HTTP 429", Optional.of(Duration.ofSeconds(17))));
        }
    }

    @Test
    void aSinkThatDoesNotAnswerInTimeIsToldAgain() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(exchange -> await(end))) {
            assertThat(tell(receiver.url()))
                    .isEqualTo(new Answer.Later("no answer within 500 ms", Optional.empty()));
        } finally {
            end.countDown();
        }
    }

    @Test
    void anAnswerThatDripsIsNotWaitedFor() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            await(end);
        })) {
            assertThat(tell(receiver.url()))
                    .isEqualTo(new Answer.Later("no answer within 500 ms", Optional.empty()));
        } finally {
            end.countDown();
        }
    }

    @Test
    void anAnswerWithoutEndFillsNoMemory() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int block = 0; block < 1_000_000; block++) {
                    body.write(new byte[65_536]);
                }
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
        })) {
            assertThat(tell(receiver.url())).isEqualTo(new Answer.Accepted("HTTP 200"));
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        try (Receiver elsewhere = new Receiver(Receiver.status(200, ""));
                Receiver receiver = new Receiver(exchange -> {
                    exchange.getResponseHeaders().add("Location", elsewhere.url());
                    exchange.sendResponseHeaders(307, -1);
                    exchange.close();
                })) {
            assertThat(tell(receiver.url())).isEqualTo(new Answer.Later("HTTP 307", Optional.empty()));
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void noConnectionIsToldWithoutTheAddress() throws InterruptedException, IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Answer refused = tell("http://127.0.0.1:" + free + "/hook/secret");
        assertThat(refused).isInstanceOf(Answer.Later.class);
        assertThat(refused.said()).isEqualTo("no connection").doesNotContain("secret");
    }

    @Test
    void aConnectionThatBreaksIsToldAgain() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> exchange.close())) {
            assertThat(tell(receiver.url())).isInstanceOf(Answer.Later.class);
            assertThat(receiver.requests).as("the client does not repeat it by itself").hasSize(1);
        }
    }

    private static Answer tell(String url) throws InterruptedException {
        try (HttpSink sink = new HttpSink(new Destination.Webhook(new Secret(url), SECRETS), LIMIT)) {
            return sink.tell(NEWS, NOW);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
