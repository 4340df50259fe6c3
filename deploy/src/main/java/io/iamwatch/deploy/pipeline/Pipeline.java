package io.iamwatch.deploy.pipeline;

import io.iamwatch.alerting.topology.AlertingService;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.EmbeddedConnect;
import io.iamwatch.detector.rule.DetectionRules;
import io.iamwatch.detector.topology.DetectorService;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String CONNECTOR = "kinesis";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PipelineSettings settings;
    private final Consumer<String> progress;
    private EmbeddedBroker broker;
    private EmbeddedConnect connect;

    private Pipeline(PipelineSettings settings, Consumer<String> progress) {
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
        try {
            pipeline.startBroker();
            pipeline.startServices();
            return pipeline;
        } catch (InterruptedException interrupted) {
            pipeline.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the pipeline started", interrupted);
        } catch (RuntimeException failure) {
            pipeline.close();
            throw failure;
        }
    }

    private void startBroker() {
        broker = EmbeddedBroker.start(settings.dataFolder().resolve("kafka"), settings.brokerPort());
        parts.push(broker);
        broker.createTopics(settings.partitions());
        progress.accept("Kafka broker on " + broker.bootstrapServers());
    }

    /** Connect takes longest to come up: detector and alerting start meanwhile. */
    private void startServices() throws InterruptedException {
        try (ExecutorService starting = Executors.newFixedThreadPool(3)) {
            await(starting.invokeAll(List.<Callable<AutoCloseable>>of(this::startIngest, this::startDetector,
                    this::startAlerting)));
        }
    }

    private EmbeddedConnect startIngest() {
        connect = opened(EmbeddedConnect.start(broker.bootstrapServers()));
        connect.startConnector(CONNECTOR,
                Map.of("connector.class", KinesisSourceConnector.class.getName(), "tasks.max", "2", "kinesis.streams",
                        settings.stream(), "kinesis.region", settings.region(), "kinesis.endpoint",
                        settings.kinesis().get().toString(), "kinesis.start.position", "TRIM_HORIZON",
                        "kinesis.poll.interval.ms", Long.toString(settings.pollInterval().toMillis())));
        progress.accept("ingest: connector on a Connect worker, exactly once, reads stream " + settings.stream());
        return connect;
    }

    private DetectorService startDetector() throws InterruptedException {
        DetectorService detector = opened(DetectorService.start(kafka(), DetectionRules.DEFAULT));
        Await.until("the detector to run", START_LIMIT, detector::isRunning);
        progress.accept("detector: rules new-admin-user and admin-granted");
        return detector;
    }

    private AlertingService startAlerting() throws InterruptedException {
        AlertingService alerting = opened(AlertingService.start(kafka()));
        Await.until("alerting to run", START_LIMIT, alerting::isRunning);
        progress.accept("alerting: alerts become incidents");
        return alerting;
    }

    private Map<String, Object> kafka() {
        Map<String, Object> kafka = new HashMap<>();
        kafka.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        kafka.put(StreamsConfig.STATE_DIR_CONFIG, settings.dataFolder().resolve("state").toString());
        return kafka;
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    private static void await(List<Future<AutoCloseable>> starts) throws InterruptedException {
        for (Future<AutoCloseable> start : starts) {
            try {
                start.get();
            } catch (ExecutionException failure) {
                throw new IllegalStateException("a part of the pipeline did not start: "
                        + failure.getCause().getMessage(), failure.getCause());
            }
        }
    }

    /** Returns where Kafka's clients find the broker. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Returns what completes, with the reason, when the pipeline cannot go on. */
    public CompletionStage<String> exitRequested() {
        return connect.exitRequested();
    }

    /** Stops the parts in the reverse order of their start, the broker last. */
    @Override
    public void close() {
        synchronized (parts) {
            while (!parts.isEmpty()) {
                try {
                    parts.pop().close();
                } catch (Exception failure) {
                    progress.accept("a part did not stop cleanly: " + failure.getMessage());
                }
            }
        }
    }
}
