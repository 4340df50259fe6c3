package io.iamwatch.deploy.pipeline;

import io.iamwatch.alerting.topology.AlertingService;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.EmbeddedConnect;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.topology.DetectorService;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.StreamsConfig;

/** The pipeline at work in this process, on a broker of its own whose data lasts as long as its folder. */
public final class Pipeline implements AutoCloseable {

    /** After a kill a service may have to wait until the brokers have given up what its former life left open. */
    private static final Duration START_LIMIT = Duration.ofSeconds(150);
    private static final String CONNECTOR = "kinesis";
    private static final String STOPPED = "the pipeline was stopped while it started";

    private final ExecutorService starting = Executors.newFixedThreadPool(3);
    private final CompletableFuture<String> exitRequested = new CompletableFuture<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PipelineSettings settings;
    private final Consumer<String> progress;
    private volatile boolean closing;
    private EmbeddedBroker broker;

    /**
     * Creates a pipeline that does nothing yet.
     *
     * @param progress is told, a line a part, what has come up
     */
    public Pipeline(PipelineSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Starts all parts and returns when each of them works.
     *
     * @param progress is told, a line a part, what has come up
     * @throws IllegalStateException if a part does not come up; what had come up is stopped again
     */
    public static Pipeline start(PipelineSettings settings, Consumer<String> progress) {
        Pipeline pipeline = new Pipeline(settings, progress);
        pipeline.start();
        return pipeline;
    }

    /**
     * Starts all parts and returns when each of them works. Another thread may close the pipeline meanwhile.
     *
     * @throws IllegalStateException if a part does not come up, or the pipeline is closed; what had come up is stopped
     *     again
     */
    public synchronized void start() {
        try {
            startBroker();
            startServices();
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the pipeline started", interrupted);
        } catch (RuntimeException failure) {
            boolean stopped = closing;
            close();
            throw stopped ? new IllegalStateException(STOPPED, failure) : failure;
        } catch (ExceptionInInitializerError interruptedLoading) {
            // What Kafka's classes make of an interrupt that meets them half-loaded.
            close();
            throw new IllegalStateException(STOPPED, interruptedLoading);
        }
    }

    private void startBroker() {
        broker = opened(EmbeddedBroker.start(settings.dataFolder().resolve("kafka"), settings.brokerPort()));
        broker.createTopics(settings.partitions());
        progress.accept("Kafka broker on " + broker.bootstrapServers());
    }

    /** Connect takes longest to come up: detector and alerting start meanwhile. */
    private void startServices() throws InterruptedException {
        createStateFolder();
        try (starting) {
            await(starting.invokeAll(List.<Callable<AutoCloseable>>of(this::startIngest, this::startDetector,
                    this::startAlerting)));
        }
    }

    /** Were it missing, detector and alerting would both try to create it, and the one that comes second fails. */
    private void createStateFolder() {
        try {
            Files.createDirectories(stateFolder());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create " + stateFolder(), failure);
        }
    }

    private Path stateFolder() {
        return settings.dataFolder().resolve("state");
    }

    private EmbeddedConnect startIngest() {
        EmbeddedConnect connect = opened(EmbeddedConnect.start(broker.bootstrapServers()));
        connect.exitRequested().thenAccept(exitRequested::complete);
        connect.startConnector(CONNECTOR,
                Map.of("connector.class", KinesisSourceConnector.class.getName(), "tasks.max", "2", "kinesis.streams",
                        settings.stream(), "kinesis.region", settings.region(), "kinesis.endpoint",
                        settings.kinesis().get().toString(), "kinesis.start.position", "TRIM_HORIZON",
                        "kinesis.poll.interval.ms", Long.toString(settings.pollInterval().toMillis())));
        opened(ConnectorWatch.start(connect, CONNECTOR, InstantSource.system(), progress, exitRequested::complete));
        progress.accept("ingest: connector on a Connect worker, exactly once, reads stream " + settings.stream());
        return connect;
    }

    private DetectorService startDetector() throws InterruptedException {
        DetectorService detector = opened(DetectorService.start(kafka(), Rules.DEFAULT));
        detector.stopped().thenAccept(exitRequested::complete);
        Await.until("the detector to run", START_LIMIT, detector::isRunning);
        progress.accept("detector: rules new-admin-user and admin-granted");
        return detector;
    }

    private AlertingService startAlerting() throws InterruptedException {
        AlertingService alerting = opened(AlertingService.start(kafka()));
        alerting.stopped().thenAccept(exitRequested::complete);
        Await.until("alerting to run", START_LIMIT, alerting::isRunning);
        progress.accept("alerting: alerts become incidents");
        return alerting;
    }

    /** After a kill the groups wait for the members of the former life until their sessions are over. */
    private Map<String, Object> kafka() {
        Map<String, Object> kafka = new HashMap<>();
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        kafka.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder().toString());
        kafka.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), 3000);
        kafka.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        return kafka;
    }

    /** Who closes waits for the end of the start, and closes then what this has noted. */
    private <T extends AutoCloseable> T opened(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        if (closing) {
            throw new IllegalStateException(STOPPED);
        }
        return part;
    }

    private static void await(List<Future<AutoCloseable>> starts) throws InterruptedException {
        for (Future<AutoCloseable> start : starts) {
            try {
                start.get();
            } catch (ExecutionException failure) {
                Throwable cause = cause(failure.getCause());
                throw new IllegalStateException("a part of the pipeline did not start: " + cause.getMessage(), cause);
            }
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Returns where Kafka's clients find the broker. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Returns what completes, with the reason, when the pipeline cannot go on. */
    public CompletionStage<String> exitRequested() {
        return exitRequested.minimalCompletionStage();
    }

    /** Stops the parts in the reverse order of their start, the broker last; ends a start that is under way. */
    @Override
    public void close() {
        closing = true;
        starting.shutdownNow();
        closeParts();
    }

    /** Holds the lock of {@link #start()}, so that nothing comes up behind its back. */
    private synchronized void closeParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                progress.accept("a part did not stop cleanly: " + failure.getMessage());
            }
        }
    }
}
