package io.iamwatch.deploy.demo;

import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.pipeline.Pipeline;
import io.iamwatch.deploy.pipeline.PipelineSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The whole way on this machine: a Kinesis emulator and the pipeline, on free ports, in a folder that goes with it.
 */
public final class Stack implements AutoCloseable {

    /** How often the demo asks a shard for records. Kinesis allows five calls a second and shard. */
    public static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private static final String STREAM = "cloudtrail";
    private static final int SHARDS = 2;
    private static final int PARTITIONS = 4;

    private final Path folder;
    private final InstantSource wallClock;
    private volatile KinesisEmulator kinesis;
    private volatile Pipeline pipeline;
    private boolean closed;

    private Stack(Path folder, InstantSource wallClock) {
        this.folder = folder;
        this.wallClock = wallClock;
    }

    /**
     * Starts everything and returns when it works.
     *
     * @param progress is told, a line a part, what has come up
     * @param started is given the stack before its parts start, so that a signal can stop it half-way
     * @throws IllegalStateException if a part does not come up
     */
    public static Stack start(InstantSource wallClock, Consumer<String> progress, Consumer<Stack> started) {
        Stack stack;
        try {
            stack = new Stack(Files.createTempDirectory(place(), "demo-"), wallClock);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create a folder for the demo's data", failure);
        }
        started.accept(stack);
        CompletableFuture<URI> endpoint = CompletableFuture.supplyAsync(() -> stack.startKinesis(progress));
        stack.pipeline = Pipeline
                .start(new PipelineSettings(stack.folder, endpoint::join, KinesisEmulator.REGION, STREAM,
                        POLL_INTERVAL, PARTITIONS, 0), progress);
        return stack;
    }

    private URI startKinesis(Consumer<String> progress) {
        kinesis = KinesisEmulator.start(folder, progress);
        kinesis.createStream(STREAM, SHARDS);
        progress.accept(
                "Kinesis emulator on " + kinesis.endpoint() + ", stream " + STREAM + " with " + SHARDS + " shards");
        return kinesis.endpoint();
    }

    /**
     * Beside the build, since Streams distrusts the system's folder for temporary files: it may be cleared at any time.
     */
    private static Path place() {
        Path target = Path.of(System.getProperty("iamwatch.home", "."), "deploy", "target");
        return Files.isWritable(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Returns a feed into the stream that ingest reads. */
    public KinesisFeed feed() {
        return new KinesisFeed(kinesis.client(), STREAM, wallClock);
    }

    /** Returns where Kafka's clients find the broker. */
    public String bootstrapServers() {
        return pipeline.bootstrapServers();
    }

    /** Returns what of the pipeline can be asked to end. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** Stops everything and removes the folder. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (pipeline != null) {
            pipeline.close();
        }
        if (kinesis != null) {
            kinesis.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + folder, failure);
        }
    }
}
