package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import io.iamwatch.alerting.notify.outbox.Notifier;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.config.ConfigReader;
import io.iamwatch.deploy.config.Reading;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sink does not take is parked, shown, and sent again under its id; what no route takes is passed over. */
class NotifyCommandIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ACCOUNT = "111111111111";

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private Path folder;
    private Path file;
    private HttpServer server;
    private EmbeddedBroker broker;

    private final DeliveryCounts counts = new DeliveryCounts();

    @BeforeEach
    void start() throws IOException {
        folder = TestFolder.create();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (status == 200) {
                taken.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(2);
        file = Files.writeString(folder.resolve("iamwatch.properties"), """
                data.dir=%s
                bootstrap.servers=%s
                sinks=soc
                sink.soc.type=webhook
                sink.soc.url=http://127.0.0.1:%d/secret-path
                sink.soc.secrets=whsec_%s
                sink.soc.severity.min=high
                sink.soc.retry.for.ms=300
                sink.soc.retry.backoff.ms=50
                """.formatted(folder, broker.bootstrapServers(), server.getAddress().getPort(), "QUFB".repeat(8)));
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        broker.close();
        TestFolder.remove(folder);
    }

    @Test
    void aTestIsMarkedAndItsAnswerPrinted() {
        CommandRun run = notify("test", "soc");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("taken: HTTP 200");
        assertThat(taken).singleElement().asString().startsWith("000000000000/test-");
        status = 500;
        CommandRun refused = notify("test", "soc");
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.out()).contains("not taken, it would be tried again: HTTP 500");
        assertThat(notify("test", "sac").err()).contains("there is no such sink; sinks names: soc");
    }

    @Test
    void whatIsRefusedOrNotTakenForLongIsParkedAndCanBeSentAgain() throws Exception {
        try (Notifier notifier = Notifier.start(Map.of("bootstrap.servers", broker.bootstrapServers()), sinks(),
                InstantSource.system(), new SplittableRandom(1), counts)) {
            write("taken", Severity.HIGH);
            write("of-no-route", Severity.LOW);
            Await.until("the first", LIMIT, () -> taken.size() == 1);
            status = 400;
            write("refused", Severity.CRITICAL);
            awaitParked("refused");
            status = 500;
            write("tried", Severity.CRITICAL);
            awaitParked("tried");
            assertThat(notifier.isRunning()).isTrue();
        }
        assertThat(counts.of("soc", DeliveryCounts.Outcome.DELIVERED)).isEqualTo(1);
        assertThat(counts.of("soc", DeliveryCounts.Outcome.PARKED)).isEqualTo(2);
        assertThat(counts.of("soc", DeliveryCounts.Outcome.RETRIED)).isPositive();
        CommandRun parked = notify("parked");
        assertThat(parked.out()).contains(ACCOUNT + "/refused", "attempts 1  HTTP 400", "HTTP 500")
                .doesNotContain("secret", "of-no-route", "/taken");

        assertThat(notify("resend", "soc", "--all").exitCode()).isOne();
        status = 200;
        CommandRun one = notify("resend", "soc", ACCOUNT + "/tried");
        assertThat(one.exitCode()).as(one.err() + one.out()).isZero();
        assertThat(taken).containsExactly(ACCOUNT + "/taken", ACCOUNT + "/tried");
        assertThat(notify("resend", "soc", "--all").exitCode()).isZero();
        assertThat(taken).containsExactly(ACCOUNT + "/taken", ACCOUNT + "/tried", ACCOUNT + "/refused");
        assertThat(notify("parked").out()).contains("nothing is parked");
        assertThat(notify("resend", "soc", ACCOUNT + "/tried").out()).contains("not parked for this sink");
    }

    @Test
    void aSinkThatIsGoneIsLeftAlone() throws Exception {
        status = 410;
        try (Notifier notifier = Notifier.start(Map.of("bootstrap.servers", broker.bootstrapServers()), sinks(),
                InstantSource.system(), new SplittableRandom(1), counts)) {
            write("first", Severity.HIGH);
            awaitParked("first");
            status = 200;
            write("second", Severity.HIGH);
            awaitParked("second");
            assertThat(notifier.isRunning()).isTrue();
        }
        assertThat(taken).isEmpty();
        assertThat(notify("parked", "soc").out()).contains("not sent: the sink is gone (HTTP 410)");
    }

    private void awaitParked(String id) {
        Await.until(id + " to be parked", LIMIT, () -> notify("parked").out().contains(ACCOUNT + "/" + id + " "));
    }

    private CommandRun notify(String... words) {
        return CommandRun.of(List.of("notify", words[0], "--config", file.toString()),
                List.of(words).subList(1, words.length).toArray(String[]::new));
    }

    private List<SinkSettings> sinks() throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            return ((Reading.Valid) ConfigReader.read(text, Map.of(), Set.of(Service.ALERTING))).config().sinks();
        }
    }

    private void write(String id, Severity severity) throws Exception {
        try (var producer = new KafkaProducer<String, Notification>(Map.of("bootstrap.servers",
                broker.bootstrapServers(), "partitioner.class", AccountPartitioner.class.getName()),
                new StringSerializer(), JsonSerde.notifications().serializer())) {
            producer.send(new ProducerRecord<>(Topics.NOTIFICATIONS.name(), ACCOUNT + "/incident",
                    new Notification(ACCOUNT + "/" + id, Kind.OPENED, ACCOUNT, 1, severity, List.of(), false,
                            List.of(), null, List.of())))
                    .get();
        }
    }
}
