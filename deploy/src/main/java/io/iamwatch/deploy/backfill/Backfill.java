package io.iamwatch.deploy.backfill;

import io.iamwatch.deploy.scan.FileName;
import io.iamwatch.deploy.scan.JsonUnits;
import io.iamwatch.ingest.decode.PayloadDecoder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Archives into {@code cloudtrail.history}: each record exactly once, however often it is begun and interrupted.
 */
public final class Backfill {

    /** The most that work at once. Each run ends what any of them left open. */
    public static final int MAX_WORKERS = 8;

    private static final int QUEUED = 64;
    private static final int ATTEMPTS = 3;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final HistoryTopics topics;
    private final Selection selection;
    private final int workers;
    private final InstantSource wallClock;
    private final Tally tally = new Tally();
    private final PayloadDecoder decoder = new PayloadDecoder(JsonUnits.MAX_UNIT_BYTES);
    /** Files and, at the end, an empty for each worker. */
    private final BlockingQueue<Optional<ArchiveFile>> queue = new ArrayBlockingQueue<>(QUEUED);
    private Map<String, FileProgress> marks = Map.of();

    /**
     * Prepares a backfill, which runs once.
     *
     * @param clientConfig what a Kafka client needs besides: TLS, SASL
     * @param workers how many files are read at once, 1 to {@link #MAX_WORKERS}
     */
    public Backfill(String bootstrapServers, Properties clientConfig, Selection selection, int workers,
            InstantSource wallClock) {
        this.topics = new HistoryTopics(bootstrapServers, clientConfig);
        this.selection = selection;
        this.workers = workers;
        this.wallClock = wallClock;
    }

    /** Returns what was done so far; another thread may look. */
    public Tally tally() {
        return tally;
    }

    /**
     * Reads all archives.
     *
     * @throws BackfillFailure if Kafka is not there or refuses, or another backfill takes over
     * @throws InterruptedException if interrupted
     */
    public void run(List<? extends Archive> archives) throws InterruptedException {
        topics.require();
        List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_WORKERS; i++) {
                producers.add(topics.producer(i));
            }
            marks = topics.marks();
            work(archives, producers);
        } catch (KafkaException failure) {
            throw failure(failure);
        } finally {
            producers.forEach(producer -> producer.close(CLOSE_LIMIT));
        }
    }

    private void work(List<? extends Archive> archives, List<KafkaProducer<byte[], byte[]>> producers)
            throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(workers + 1);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                KafkaProducer<byte[], byte[]> producer = producers.get(i);
                all.add(executor.submit(() -> load(producer)));
            }
            all.add(executor.submit(() -> list(archives)));
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof KafkaException kafka
                    ? failure(kafka)
                    : new IllegalStateException("a worker of the backfill failed", failure.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private Void list(List<? extends Archive> archives) throws InterruptedException {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        for (Archive archive : archives) {
            archive.list(new Archive.Sink() {
                @Override
                public void file(ArchiveFile file) throws InterruptedException {
                    offer(file, seen);
                }

                @Override
                public void unreadable(String place, String reason) {
                    tally.fail(place, reason);
                }
            });
        }
        for (int i = 0; i < workers; i++) {
            queue.put(Optional.empty());
        }
        return null;
    }

    private void offer(ArchiveFile file, Set<String> seen) throws InterruptedException {
        if (FileName.holdsNoRecords(file.place()) || !selection.wants(file)) {
            tally.leftOut.increment();
        } else if (marks.getOrDefault(file.identity(), FileProgress.NONE).done() || !seen.add(file.identity())) {
            tally.already.increment();
        } else {
            tally.bytesFound.add(file.bytes());
            queue.put(Optional.of(file));
        }
    }

    private Void load(KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
        for (Optional<ArchiveFile> next = queue.take(); next.isPresent(); next = queue.take()) {
            load(next.get(), producer);
        }
        return null;
    }

    private void load(ArchiveFile file, KafkaProducer<byte[], byte[]> producer) {
        FileProgress progress = marks.getOrDefault(file.identity(), FileProgress.NONE);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            FileLoad load = new FileLoad(file, progress, producer, decoder, tally,
                    file.arrival(wallClock.instant()).toEpochMilli());
            try {
                load.run();
                tally.files.increment();
                tally.bytes.add(file.bytes());
                return;
            } catch (IOException failure) {
                progress = load.committed();
                if (attempt == ATTEMPTS) {
                    tally.fail(file.place(), "cannot be read: " + failure.getMessage());
                }
            }
        }
    }

    private static BackfillFailure failure(KafkaException failure) {
        return failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException
                ? new BackfillFailure("another backfill has begun and goes on with this one's work", "", failure)
                : new BackfillFailure("Kafka refuses: ", failure.getMessage(), failure);
    }
}
