package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.pipeline.IngestProcess;
import io.iamwatch.deploy.pipeline.Resharding;
import io.iamwatch.deploy.transaction.HangingTransactions;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Ingest and a broker, each a process of its own that is killed and started again, while Kinesis and the reader
 * stay. Ingest reaches Kinesis through a link that can be cut.
 */
final class KillableIngest implements AutoCloseable {

    static final String STREAM = "cloudtrail";
    static final int PARTITIONS = 4;

    /** Of the Connect worker. */
    private static final String GROUP = "iamwatch-connect";
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);
    private static final int SIGKILLED = 128 + 9;

    private final Path folder = TestFolder.create();
    private final int port = FreePort.find();
    private final KinesisEmulator kinesis;
    private final CuttableLink link;
    private final Admin admin;
    private final InstantSource wallClock = InstantSource.system();
    private JavaProcess broker;
    private JavaProcess ingest;
    private int ends;

    KillableIngest(int shards) throws IOException {
        kinesis = KinesisEmulator.start(folder, System.out::println);
        kinesis.createStream(STREAM, shards);
        link = new CuttableLink(kinesis.endpoint());
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers(), "default.api.timeout.ms", 5000,
                "request.timeout.ms", 2000));
    }

    void startBroker() {
        broker = BrokerProcess.start(folder.resolve("kafka"), port, PARTITIONS);
    }

    void startIngest() {
        ingest = JavaProcess.start(List.of("-Xmx256m", "-Dtest.log.level=info", "-Daws.accessKeyId=test",
                "-Daws.secretAccessKey=test", "-cp",
                System.getProperty("java.class.path"), IngestProcess.class.getName(), bootstrapServers(),
                link.address().toString(), STREAM));
    }

    /** Plays the supervisor of ingest: what has ended by itself is started again. */
    void superviseIngest() {
        if (!ingest.isAlive()) {
            ends++;
            System.out.println("ingest ended by itself: " + ingest.err().lines().reduce((a, b) -> b).orElse(""));
            startIngest();
        }
    }

    void killBroker() throws InterruptedException {
        assertThat(broker.kill()).isEqualTo(SIGKILLED);
    }

    void killIngest() throws InterruptedException {
        superviseIngest();
        ingest.kill();
    }

    /** Kills ingest while it has a transaction open: it is held again and again until it is in one. */
    void killIngestMidTransaction() throws IOException, InterruptedException {
        Instant limit = wallClock.instant().plus(OPEN_LIMIT);
        superviseIngest();
        ingest.freeze();
        while (!hasOpenTransaction()) {
            if (wallClock.instant().isAfter(limit)) {
                throw new IllegalStateException("no transaction of ingest was seen within " + OPEN_LIMIT);
            }
            ingest.thaw();
            superviseIngest();
            ingest.freeze();
        }
        killIngest();
    }

    /** Plays who looks after a process that stands still: keeps what it and the broker do, and starts it again. */
    void restartStalledIngest() throws IOException, InterruptedException {
        System.out.println("ingest stands still and is started again; it said:\n" + ingest.err() + "\nits threads:\n"
                + ingest.threads() + "\nthe broker said:\n" + broker.err() + "\nits threads:\n" + broker.threads());
        ingest.kill();
        startIngest();
    }

    /** The same for both. */
    void restartStalledBroker() throws IOException, InterruptedException {
        killBroker();
        startBroker();
        restartStalledIngest();
    }

    private boolean hasOpenTransaction() {
        try {
            return !admin.listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                    .all().get().isEmpty();
        } catch (ExecutionException brokerStarts) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** How often ingest ended without having been killed. */
    int ends() {
        return ends;
    }

    /** What can be seen from outside of why no records come, in a line. */
    String condition() {
        return "Kinesis " + answer(() -> shards(kinesis.endpoint())) + ", through the link "
                + answer(() -> shards(link.address())) + "; transactions " + answer(() -> admin.listTransactions().all()
                        .get())
                + "; that hang " + answer(() -> HangingTransactions.find(admin, topic -> true))
                + "; group " + answer(() -> admin.describeClassicGroups(List.of(GROUP)).all().get())
                + "; the broker is " + life(broker) + "; ingest is " + life(ingest);
    }

    private static String life(JavaProcess process) {
        String last = process.err().lines().reduce((before, line) -> line).orElse("nothing");
        return (process.isAlive() ? "alive" : "dead") + " and said last: " + last;
    }

    private static String answer(Callable<?> question) {
        try {
            return question.call().toString();
        } catch (Exception failure) {
            return "failed: " + failure.getMessage();
        }
    }

    private static List<String> shards(URI endpoint) {
        try (KinesisClient client = new KinesisEndpoint(KinesisEmulator.REGION, Optional.of(endpoint)).connect()) {
            return Resharding.open(client, STREAM).stream().map(Shard::shardId).toList();
        }
    }

    CuttableLink link() {
        return link;
    }

    KinesisEmulator kinesis() {
        return kinesis;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        ingest.close();
        broker.close();
        admin.close(Duration.ZERO);
        link.close();
        kinesis.close();
        TestFolder.remove(folder);
    }
}
