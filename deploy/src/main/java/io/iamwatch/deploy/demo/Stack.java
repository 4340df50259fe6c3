package io.iamwatch.deploy.demo;

import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.pipeline.AlertingFacts;
import io.iamwatch.deploy.pipeline.Pipeline;
import io.iamwatch.deploy.pipeline.PipelineSettings;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The whole way on this machine: a Kinesis emulator and the pipeline, on free ports, in a folder that goes with it.
 */
public final class Stack implements AutoCloseable {

    /** How often the demo asks a shard for records. Kinesis allows five calls a second and shard. */
    public static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private static final String STREAM = "cloudtrail";
    private static final int SHARDS = 2;
    private static final int PARTITIONS = 4;

    private final DataFolder folder = DataFolder.create();
    private final ExecutorService startingKinesis = Executors.newSingleThreadExecutor();
    private final CompletableFuture<URI> endpoint = new CompletableFuture<>();
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private final Pipeline pipeline;
    private final AlertingFacts facts = new AlertingFacts();
    private volatile KinesisEmulator kinesis;
    private boolean closed;

    private Stack(InstantSource wallClock, Consumer<String> progress, boolean console) {
        this.wallClock = wallClock;
        this.progress = progress;
        PipelineSettings settings = PipelineSettings.local(folder.path(), endpoint::join, KinesisEmulator.REGION,
                STREAM, POLL_INTERVAL, PARTITIONS, 0);
        this.pipeline = new Pipeline(console ? settings.withLocalConsole() : settings, progress, facts);
    }

    /**
     * Starts everything and returns when it works.
     *
     * @param progress is told, a line a part, what has come up
     * @param console whether incidents can be seen in a browser
     * @param started is given the stack before its parts start, so that a signal can stop it half-way
     * @throws IllegalStateException if a part does not come up; what had come up is stopped again
     */
    public static Stack start(InstantSource wallClock, Consumer<String> progress, boolean console,
            Consumer<Stack> started) {
        Stack stack = new Stack(wallClock, progress, console);
        try {
            started.accept(stack);
            stack.startingKinesis.execute(stack::startKinesis);
            stack.pipeline.start();
            return stack;
        } catch (RuntimeException failure) {
            stack.close();
            throw failure;
        }
    }

    private void startKinesis() {
        try {
            kinesis = KinesisEmulator.start(folder.path(), progress);
            kinesis.createStream(STREAM, SHARDS);
            progress.accept("Kinesis emulator on " + kinesis.endpoint() + ", stream " + STREAM + " with " + SHARDS
                    + " shards");
            endpoint.complete(kinesis.endpoint());
        } catch (RuntimeException failure) {
            endpoint.completeExceptionally(failure);
        }
    }

    /** Returns a feed into the stream that ingest reads. */
    public KinesisFeed feed() {
        return new KinesisFeed(kinesis.client(), STREAM, wallClock);
    }

    /** Returns where Kafka's clients find the broker. */
    public String bootstrapServers() {
        return pipeline.bootstrapServers();
    }

    /** Returns what alerting tells. */
    public AlertingFacts alerting() {
        return facts;
    }

    /** Returns what of the pipeline can be asked to end. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** Stops everything, also what is still starting, and removes the folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        startingKinesis.shutdownNow();
        endpoint.completeExceptionally(new IllegalStateException("stopped while it started"));
        pipeline.close();
        startingKinesis.close();
        if (kinesis != null) {
            kinesis.close();
        }
        folder.remove();
    }
}
