package io.iamwatch.deploy.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder.Created;
import org.apache.kafka.connect.runtime.RestartRequest;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.distributed.NotLeaderException;
import org.apache.kafka.connect.runtime.distributed.RebalanceNeededException;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.Message;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.connect.util.FutureCallback;
import org.apache.kafka.connect.util.StagedTimeoutException;

/**
 * A distributed Connect worker in this process, with exactly-once sources. Distributed because the standalone one
 * has no exactly-once. One that is alone in its group has no REST server: there is nobody to forward a request to,
 * and a port less is open.
 */
public final class EmbeddedConnect implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final DistributedHerder herder;
    private final String workerId;
    private final CompletableFuture<String> exitRequested;
    private final Runnable stop;
    private final boolean alone;

    private EmbeddedConnect(DistributedHerder herder, String workerId, CompletableFuture<String> exitRequested,
            Runnable stop, boolean alone) {
        this.herder = herder;
        this.workerId = workerId;
        this.exitRequested = exitRequested;
        this.stop = stop;
        this.alone = alone;
    }

    /**
     * Starts a worker that shares the work of its group with others, and returns when it takes part. From then on
     * {@code Exit.exit} of Kafka's code no longer ends this process.
     *
     * @param group the group; its internal topics are named after it
     * @param listener where its REST interface listens, for the other workers
     * @param more what the worker is told besides
     * @throws IllegalStateException when the worker does not come up; the reason is in the message or in the log
     */
    public static EmbeddedConnect join(String bootstrapServers, String group, URI listener, Map<String, String> more) {
        CompletableFuture<String> exitRequested = new CompletableFuture<>();
        ExitRequests.reportTo(exitRequested);
        try {
            Connect<DistributedHerder> connect = new ConnectDistributed()
                    .startConnect(ConnectSettings.sharing(bootstrapServers, group, listener, more));
            URI advertised = connect.rest().advertisedUrl();
            return awaited(new EmbeddedConnect(connect.herder(), advertised.getHost() + ":" + advertised.getPort(),
                    exitRequested, connect::stop, false));
        } catch (ConnectException refused) {
            throw new IllegalStateException("no Connect worker on " + listener + ": " + rootCause(refused).getMessage(),
                    refused);
        }
    }

    /**
     * Starts a worker that is alone in its group and returns when it takes connectors. From then on {@code Exit.exit}
     * of Kafka's code no longer ends this process.
     *
     * @param group the worker's group; its internal topics are named after it
     * @param more what the worker is told besides
     * @throws IllegalStateException when the worker does not come up; the reason is in the message or in the log
     */
    public static EmbeddedConnect start(String bootstrapServers, String group, Map<String, String> more) {
        CompletableFuture<String> exitRequested = new CompletableFuture<>();
        ExitRequests.reportTo(exitRequested);
        LeftTransactions.abort(bootstrapServers, group);
        String workerId = Loopback.ADDRESS + "/" + UUID.randomUUID();
        DistributedHerder herder = WorkerAssembly.assemble(ConnectSettings.worker(bootstrapServers, group, more),
                workerId);
        herder.start();
        return awaited(new EmbeddedConnect(herder, workerId, exitRequested, herder::stop, true));
    }

    private static EmbeddedConnect awaited(EmbeddedConnect connect) {
        try {
            Await.until("the Connect worker", START_LIMIT, () -> connect.stillWanted() && connect.herder.isReady());
        } catch (RuntimeException e) {
            String keptBy = connect.keptBy().map(": "::concat).orElse("");
            connect.close();
            throw new IllegalStateException(e.getMessage() + keptBy, e);
        }
        return connect;
    }

    /** What keeps the worker, in Connect's words; nothing when it answers. */
    private Optional<String> keptBy() {
        FutureCallback<Void> answer = new FutureCallback<>();
        herder.healthCheck(answer);
        try {
            answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("the Connect worker does not answer" + doing(e));
        } catch (ExecutionException e) {
            return Optional.of(e.getCause().getMessage());
        }
    }

    private static String doing(TimeoutException noAnswer) {
        return noAnswer instanceof StagedTimeoutException staged ? ": " + staged.stage().summarize() : "";
    }

    /**
     * Sees to it that the group runs a connector, if this worker leads it; every worker of a group is to do this again
     * and again, since the lead changes. A configuration that differs is replaced.
     *
     * @throws IllegalStateException when the configuration is refused
     */
    public void offerConnector(String name, Map<String, String> configuration) {
        Map<String, String> complete = ConnectSettings.connector(name, configuration);
        if (!complete.equals(configuration(name))) {
            accepted("configure connector " + name, (Callback<Created<ConnectorInfo>> answer) -> herder
                    .putConnectorConfig(name, complete, true, answer));
        }
    }

    /** Returns whether the group runs a connector with tasks, and nothing of it has failed on this worker. */
    public boolean takesPart(String connector) {
        ConnectorInfo configured = herder.connectorInfo(connector);
        return herder.isReady() && configured != null && !configured.tasks().isEmpty()
                && herder.connectorStatus(connector).connector().state().equals("RUNNING")
                && failure(connector).isEmpty();
    }

    /**
     * Starts a connector and returns when it and all of its tasks are running. What the configuration does not say
     * about exactly-once and the producer is added. A connector of that name that an earlier worker left in the
     * internal topics goes on when its configuration is the same, and is replaced when not; it keeps its source offsets
     * in both cases.
     *
     * @throws IllegalStateException when the configuration is refused, or the connector or a task fails: with its trace
     */
    public void startConnector(String name, Map<String, String> configuration) {
        Map<String, String> complete = ConnectSettings.connector(name, configuration);
        if (!complete.equals(configuration(name))) {
            remove(name);
            asLeader("start connector " + name, (Callback<Created<ConnectorInfo>> answer) -> herder
                    .putConnectorConfig(name, complete, false, answer));
        }
        awaitRunning(name);
    }

    /** One that was stopped, and that nobody lived to let go on, is let go on. */
    private void awaitRunning(String name) {
        Await.until("connector " + name + " and its tasks to run", START_LIMIT, () -> {
            if (stillWanted() && state(name).stopped()) {
                herder.resumeConnector(name);
            }
            return running(name);
        });
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }

    /** Returns whether a connector and all of its tasks are at work; of a group that is shared, what is here. */
    public boolean isRunning(String connector) {
        return alone ? state(connector).running() : takesPart(connector);
    }

    /**
     * Returns why a connector does nothing although nobody paused or stopped it; nothing when it is at work. Waits for
     * the worker's answer, for a second at most.
     */
    public Optional<String> idle(String connector) {
        ConnectorState state = state(connector);
        if (state.restsByOrder()) {
            return Optional.empty();
        }
        return isRunning(connector) ? keptBy() : Optional.of(state.toString());
    }

    /** Returns the stack trace of a connector, or of a task of it, that has failed. Connect does not restart those. */
    public Optional<String> failure(String connector) {
        return state(connector).failure();
    }

    /**
     * Restarts what has failed of a connector and its tasks, of a group that is shared what is here, and returns when
     * Connect has taken the order.
     *
     * @throws IllegalStateException when Connect refuses
     */
    public void restartFailed(String connector) {
        if (!alone) {
            ConnectorState failed = state(connector);
            failed.failedTasks().forEach(task -> accepted("restart task " + task,
                    (Callback<Void> answer) -> herder.restartTask(new ConnectorTaskId(connector, task), answer)));
            if (failed.connectorFailed()) {
                accepted("restart connector " + connector,
                        (Callback<Void> answer) -> herder.restartConnector(connector, answer));
            }
            return;
        }
        RestartRequest failedOnly = new RestartRequest(connector, true, true);
        asLeader("restart connector " + connector,
                (Callback<ConnectorStateInfo> answer) -> herder.restartConnectorAndTasks(failedOnly, answer));
    }

    /**
     * Moves source offsets of a connector: stops it, stores them, and returns when it is at work again.
     *
     * @param moved the new offsets by partition; none for no change
     * @throws IllegalStateException when the connector refuses an offset; it goes on at the old ones then
     */
    public void moveOffsets(String connector, Map<Map<String, ?>, Map<String, ?>> moved) {
        if (moved.isEmpty()) {
            return;
        }
        asLeader("stop connector " + connector, (Callback<Void> answer) -> herder.stopConnector(connector, answer));
        try {
            Await.until("connector " + connector + " to stop", START_LIMIT,
                    () -> stillWanted() && state(connector).stopped());
            asLeader("move offsets of connector " + connector,
                    (Callback<Message> answer) -> herder.alterConnectorOffsets(connector, moved, answer));
        } finally {
            herder.resumeConnector(connector);
        }
        awaitRunning(connector);
    }

    /** Stops a connector for good, and returns when it is gone; its source offsets stay. */
    public void removeConnector(String name) {
        remove(name);
    }

    /**
     * Returns what completes, with a sentence for people, when the worker wants this process to end: it is done for.
     */
    public CompletionStage<String> exitRequested() {
        return exitRequested.minimalCompletionStage();
    }

    @Override
    public void close() {
        Shutdown.within(STOP_LIMIT, "Connect", stop);
    }

    /**
     * Changing the configuration instead would leave the failure of the old one behind, to be taken for the new one's.
     * Connect cannot cleanly stop what is just starting.
     */
    private void remove(String name) {
        if (herder.connectors().contains(name)) {
            awaitSettled(name);
            asLeader("remove the former connector " + name,
                    (Callback<Created<ConnectorInfo>> answer) -> herder.deleteConnectorConfig(name, answer));
            Await.until("the end of the former connector " + name, START_LIMIT,
                    () -> stillWanted() && !herder.connectors().contains(name) && state(name).unknown());
        }
    }

    /** What never settles, such as one whose stream does not exist, is not waited for without end. */
    private void awaitSettled(String name) {
        try {
            Await.until("the former connector " + name + " to settle", SETTLE_LIMIT, () -> {
                ConnectorState state = state(name);
                return stillWanted() && (state.running() || state.stopped() || state.failure().isPresent());
            });
        } catch (IllegalStateException inVain) {
            stillWanted();
        }
    }

    private Map<String, String> configuration(String name) {
        ConnectorInfo configured = herder.connectorInfo(name);
        return configured == null ? Map.of() : configured.config();
    }

    /** Does what only the leader of the group may do. Alone in the group, the worker is leader once it has joined. */
    private <T> void asLeader(String what, Consumer<Callback<T>> request) {
        Await.until("leadership of the Connect worker", START_LIMIT, () -> stillWanted() && accepted(what, request));
    }

    private static <T> boolean accepted(String what, Consumer<Callback<T>> request) {
        FutureCallback<T> answer = new FutureCallback<>();
        request.accept(answer);
        try {
            answer.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while telling Connect to " + what, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Connect did not answer when told to " + what + doing(e), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotLeaderException || e.getCause() instanceof RebalanceNeededException) {
                return false;
            }
            throw new IllegalStateException("Connect refuses to " + what + ": " + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private boolean running(String name) {
        ConnectorState state = state(name);
        state.failure().ifPresent(trace -> {
            throw new IllegalStateException("connector " + name + " failed: " + trace);
        });
        return state.running();
    }

    private ConnectorState state(String name) {
        return ConnectorState.read(herder, workerId, name);
    }

    private boolean stillWanted() {
        if (exitRequested.isDone()) {
            throw new ConnectException(exitRequested.join());
        }
        return true;
    }
}
