package io.iamwatch.deploy.pipeline;

import io.iamwatch.alerting.notify.outbox.Notifier;
import io.iamwatch.alerting.topology.AlertingService;
import io.iamwatch.deploy.canary.Canary;
import io.iamwatch.deploy.config.KinesisSource;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.EmbeddedConnect;
import io.iamwatch.deploy.embedded.StoredOffsets;
import io.iamwatch.deploy.status.Health;
import io.iamwatch.deploy.topics.UnfinishedRewrite;
import io.iamwatch.detector.topology.DetectorService;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.StreamsConfig;

/** The pipeline, or a part of it, at work in this process. */
public final class Pipeline implements Health, AutoCloseable {

    /** Large state that was lost takes long to be read again; nothing that works takes so long. */
    private static final Duration START_LIMIT = Duration.ofHours(2);

    /** Services stop within that, or are left to the end of the process: the broker has to stop after them. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(7);
    private static final String CONNECTOR = "kinesis";
    private static final String STOPPED = "the pipeline was stopped while it started";

    private final ExecutorService starting = Executors.newFixedThreadPool(3);
    private final CompletableFuture<String> exitRequested = new CompletableFuture<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final PipelineSettings settings;
    private final Consumer<String> progress;
    private final AlertingFacts facts;
    private volatile boolean closing;
    private final Map<String, BooleanSupplier> checks = new ConcurrentSkipListMap<>();
    private final Set<Service> started = ConcurrentHashMap.newKeySet();
    private final BootMarker boot;
    private volatile String bootstrapServers;
    private volatile boolean machineDied;
    private EmbeddedBroker broker;
    private volatile BrokerProbe kafka;

    /**
     * Creates a pipeline that does nothing yet.
     *
     * @param progress is told, a line a part, what has come up
     * @param facts is given what alerting has to tell
     */
    public Pipeline(PipelineSettings settings, Consumer<String> progress, AlertingFacts facts) {
        this.settings = settings;
        this.progress = progress;
        this.facts = facts;
        this.boot = new BootMarker(settings.dataFolder());
    }

    /**
     * Starts all parts and returns when each of them works.
     *
     * @param progress is told, a line a part, what has come up
     * @throws IllegalStateException if a part does not come up; what had come up is stopped again
     */
    public static Pipeline start(PipelineSettings settings, Consumer<String> progress) {
        Pipeline pipeline = new Pipeline(settings, progress, new AlertingFacts());
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
        switch (settings.kafka()) {
            case PipelineSettings.Kafka.Own own -> {
                folder().create();
                machineDied = boot.machineDied();
                broker = EmbeddedBroker.start(brokerFolder(), own.port());
                // Of a folder that is somebody else's nothing is to be said, and nobody writes to this broker yet.
                if (!machineDied) {
                    boot.atWork();
                }
                broker.createTopics(own.partitions());
                bootstrapServers = broker.bootstrapServers();
                progress.accept("Kafka broker on " + bootstrapServers);
            }
            case PipelineSettings.Kafka.Given given -> bootstrapServers = given.bootstrapServers();
        }
    }

    /** Connect takes longest to come up: detector and alerting start meanwhile. */
    private void startServices() throws InterruptedException {
        folder().createState();
        kafka = opened(BrokerProbe.of(streams(settings.detector())));
        check("Kafka does not answer", kafka::answers);
        UnfinishedRewrite.refuse(streams(settings.detector()));
        try (starting) {
            await(starting.invokeAll(settings.services().stream().map(this::starter).toList()));
        }
    }

    private Callable<AutoCloseable> starter(Service service) {
        return switch (service) {
            case INGEST -> this::startIngest;
            case DETECTOR -> this::startDetector;
            case ALERTING -> this::startAlerting;
        };
    }

    private Path brokerFolder() {
        return folder().broker();
    }

    private Path stateFolder() {
        return folder().state();
    }

    private InstallationFolder folder() {
        return new InstallationFolder(settings.dataFolder());
    }

    private EmbeddedConnect startIngest() {
        Map<String, String> connector = new HashMap<>(settings.connector().get());
        connector.put("connector.class", KinesisSourceConnector.class.getName());
        SourceProbe kinesis = opened(new SourceProbe(connector));
        kinesis.refusal().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        boolean own = settings.kafka() instanceof PipelineSettings.Kafka.Own;
        Map<Map<String, ?>, Map<String, ?>> again = own && machineDied ? readAgain(connector) : Map.of();
        EmbeddedConnect connect = opened(connect());
        connect.exitRequested().thenAccept(exitRequested::complete);
        Runnable offer = own ? () -> {} : () -> connect.offerConnector(CONNECTOR, connector);
        if (own) {
            connect.startConnector(CONNECTOR, connector);
            connect.moveOffsets(CONNECTOR, again);
            boot.atWork();
        } else {
            awaitAtWork("the group to run the connector", () -> {
                offer.run();
                return connect.takesPart(CONNECTOR);
            });
        }
        opened(ConnectorWatch.start(connect, CONNECTOR, offer, kafka::answers, InstantSource.system(), progress,
                exitRequested::complete));
        progress.accept("ingest: connector on a Connect worker, exactly once, reads stream "
                + connector.get("kinesis.streams"));
        check("the connector or one of its tasks is not at work", () -> connect.isRunning(CONNECTOR));
        check("Kinesis does not answer", kinesis::answers);
        started.add(Service.INGEST);
        return connect;
    }

    /** Where each shard stood when the machine died: a worker that has started moves that on. */
    private Map<Map<String, ?>, Map<String, ?>> readAgain(Map<String, String> connector) {
        progress.accept("ingest: the machine died while this was at work: Kinesis is read again from "
                + ReadAgain.BACK.toMinutes() + " minutes before");
        return ReadAgain.of(StoredOffsets.read(bootstrapServers, settings.worker().group(), CONNECTOR),
                KinesisSource.of(connector).names());
    }

    /** What restores much takes its time, and readiness tells meanwhile; what has given up is not waited for. */
    private void awaitAtWork(String what, BooleanSupplier works) {
        Await.until(what, START_LIMIT, () -> {
            failed().ifPresent(reason -> {
                throw new IllegalStateException(reason);
            });
            return works.getAsBoolean();
        });
    }

    /** On a broker of its own the worker is alone; on others it shares the work with those of its group. */
    private EmbeddedConnect connect() {
        PipelineSettings.Worker worker = settings.worker();
        return switch (settings.kafka()) {
            case PipelineSettings.Kafka.Own own ->
                EmbeddedConnect.start(bootstrapServers, worker.group(), worker.settings());
            case PipelineSettings.Kafka.Given given ->
                EmbeddedConnect.join(bootstrapServers, worker.group(), worker.listener(), worker.settings());
        };
    }

    private DetectorService startDetector() throws InterruptedException {
        Map<String, Object> streams = streams(settings.detector());
        LocalState state = new LocalState(stateFolder(), settings.generation().applicationId(), streams);
        state.discardOthers(progress);
        DetectorService detector = opened(DetectorService.start(streams, settings.rules(), settings.generation(),
                CanaryPart.mark(settings.canary(), settings.rules())));
        detector.stopped().thenAccept(exitRequested::complete);
        awaitAtWork("the detector to run", detector::isRunning);
        state.mark();
        progress.accept("detector: " + settings.rules().rules().values().stream().filter(rule -> rule.enabled()).count()
                + " rules");
        check("the detector's group is not stable", detector::isRunning);
        started.add(Service.DETECTOR);
        new ShadowDetector(settings, stateFolder(), progress).start(streams, this::opened);
        return detector;
    }

    private AlertingService startAlerting() throws InterruptedException {
        Map<String, Object> streams = streams(settings.alerting());
        LocalState state = new LocalState(stateFolder(), AlertingService.APPLICATION_ID, streams);
        state.discardOthers(progress);
        Notifier notifier = opened(Notifier.start(streams, settings.sinks(), InstantSource.system(),
                new SplittableRandom(), facts.deliveries()));
        check("a sender of notifications is not at work", notifier::isRunning);
        AlertingService alerting = opened(AlertingService.start(streams, settings.timing(), settings.groups()));
        alerting.stopped().thenAccept(exitRequested::complete);
        if (settings.canary().isPresent()) {
            Canary canary = opened(CanaryPart.start(settings.canary().get(), streams, progress));
            check("the canary is not at work", canary::isRunning);
        }
        settings.console().ifPresent(it -> facts.console(opened(ConsolePart.start(it, streams, progress))));
        awaitAtWork("alerting to run", alerting::isRunning);
        state.mark();
        progress.accept("alerting: alerts become incidents");
        check("alerting's group is not stable", alerting::isRunning);
        started.add(Service.ALERTING);
        return alerting;
    }

    /**
     * On a broker of its own the groups wait, after a kill, for the members of the former life until their sessions are
     * over: they are short, since no network stands between.
     */
    private Map<String, Object> streams(Map<String, Object> given) {
        Map<String, Object> streams = new HashMap<>();
        if (settings.kafka() instanceof PipelineSettings.Kafka.Own) {
            streams.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), 3000);
            streams.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
        }
        streams.putAll(given);
        streams.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return streams;
    }

    private void check(String reason, BooleanSupplier works) {
        checks.put(reason, works);
    }

    @Override
    public Optional<String> failed() {
        return Optional.ofNullable(exitRequested.getNow(null));
    }

    @Override
    public List<String> notReady() {
        List<String> reasons = new ArrayList<>();
        settings.services().stream().filter(service -> !started.contains(service))
                .forEach(service -> reasons.add(service.name().toLowerCase(Locale.ROOT) + " has not started"));
        checks.forEach((reason, works) -> {
            if (!works.getAsBoolean()) {
                reasons.add(reason);
            }
        });
        return reasons;
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
        return bootstrapServers;
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
        closeTogether();
        if (broker != null) {
            broker.close();
            broker = null;
            if (boot.isOurs() && EmbeddedBroker.hasStoppedCleanly(brokerFolder())) {
                boot.stoppedCleanly();
            }
        }
    }

    /** None of them waits for another. */
    private void closeTogether() {
        CountDownLatch open = new CountDownLatch(parts.size());
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            Thread.ofPlatform().daemon().name("stop").start(() -> {
                close(part);
                open.countDown();
            });
        }
        try {
            if (!open.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                progress.accept(open.getCount() + " parts did not stop within " + STOP_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            progress.accept("a part did not stop cleanly: " + failure.getMessage());
        }
    }
}
