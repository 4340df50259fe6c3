package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.topology.DetectorService;
import io.iamwatch.detector.topology.Generation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A detector with all rules, exactly once, on what a broker holds. The clock runs from when its consumers get their
 * first records, which can be before all of its threads are RUNNING, until the alert of each partition's last
 * record can be read by a {@code read_committed} consumer and the positions behind these records are committed.
 */
final class DetectorRun {

    private static final long BETWEEN_LOOKS_NANOS = 1_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final FilledBroker broker;
    private final String application;
    private final Path state;
    private final int threads;
    private final InstantSource wallClock;

    /**
     * Prepares a run; one with the application and the state of another goes on where that one stopped.
     *
     * @param application the application id, and so the consumer group
     * @param state the folder of its state
     */
    DetectorRun(FilledBroker broker, String application, Path state, int threads, InstantSource wallClock) {
        this.wallClock = wallClock;
        this.broker = broker;
        this.application = application;
        this.state = state;
        this.threads = threads;
    }

    /** What is to be done besides at the beginning and the end of a run. */
    interface Course {

        /** Starts the detector. */
        default DetectorService start(Map<String, Object> settings) throws InterruptedException {
            return DetectorService.start(settings, Rules.DEFAULT, Generation.FIRST, CanaryMark.NONE);
        }

        /** The clock starts. */
        default void begins() {
        }

        /** The clock has stopped, and the detector is still there. */
        default void ends() {
        }
    }

    /** Runs it to the end of what is there, stops it, and returns how long it took. */
    Duration run() throws InterruptedException {
        return run(new Course() {
        });
    }

    /** Runs it in a way of its own to the end of what is there, stops it, and returns how long it took. */
    Duration run(Course course) throws InterruptedException {
        Map<TopicPartition, Long> ends = broker.ends();
        createStateFolder();
        try (DetectorService detector = course.start(settings())) {
            CompletableFuture<String> stopped = detector.stopped().toCompletableFuture();
            Instant limit = wallClock.instant().plus(LIMIT);
            FirstRecords first = new FirstRecords(application);
            while (!first.haveCome()) {
                wait(stopped, limit);
            }
            Instant start = wallClock.instant();
            course.begins();
            broker.awaitEndings(() -> check(stopped, limit));
            while (!hasCommitted(ends)) {
                wait(stopped, limit);
            }
            Duration time = Duration.between(start, wallClock.instant());
            course.ends();
            return time;
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(broker.client());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        return settings;
    }

    private boolean hasCommitted(Map<TopicPartition, Long> ends) throws InterruptedException {
        try {
            var options = new ListConsumerGroupOffsetsOptions().requireStable(true);
            Map<TopicPartition, OffsetAndMetadata> committed = broker.admin()
                    .listConsumerGroupOffsets(Map.of(application, new ListConsumerGroupOffsetsSpec()), options)
                    .partitionsToOffsetAndMetadata(application).get();
            return ends.entrySet().stream().allMatch(end -> committed.get(end.getKey()) != null
                    && committed.get(end.getKey()).offset() >= end.getValue());
        } catch (ExecutionException refused) {
            throw new IllegalStateException("cannot see what the detector committed", refused.getCause());
        }
    }

    private void check(CompletableFuture<String> stopped, Instant limit) {
        if (stopped.isDone()) {
            throw new IllegalStateException("the detector stopped: " + stopped.join());
        }
        if (wallClock.instant().isAfter(limit)) {
            throw new IllegalStateException("the detector did not come to the end within " + LIMIT.toMinutes()
                    + " minutes");
        }
    }

    private void wait(CompletableFuture<String> stopped, Instant limit) throws InterruptedException {
        check(stopped, limit);
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Streams trusts no folder that it finds half-made. */
    private void createStateFolder() {
        try {
            Files.createDirectories(state);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create " + state, failure);
        }
    }

    /**
     * Returns the size of RocksDB's sorted files, into which all state is written when a detector stops: what lives and
     * what newer versions have replaced but no compaction has yet removed.
     */
    long stateBytes() {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.toString().endsWith(".sst")).mapToLong(DetectorRun::size).sum();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + state, failure);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + file, failure);
        }
    }
}
