package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Reads several shards at once, each by its own thread, ahead of whoever takes what they bring. */
public final class Prefetch implements AutoCloseable {

    private final KinesisClient client;
    private final BlockingQueue<Fetched> queue;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Throwable> death = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts to read. The queue holds about one answer of each shard, up to 10 MiB each; it is fair, so that a shard
     * that catches up leaves room for the others.
     *
     * @param client shared by all shards, closed with this
     * @param interval from one GetRecords of a shard to the next
     * @param limit the most records of one GetRecords
     */
    public Prefetch(KinesisClient client, Map<ShardId, Position> starts, Duration interval, int limit,
            InstantSource wallClock) {
        this.client = client;
        this.queue = new ArrayBlockingQueue<>(starts.size() + 1, true);
        starts.forEach((shard, start) -> {
            ShardReader reader = new ShardReader(client, shard, start, new ShardReader.Pace(interval, limit), queue,
                    stopped, new Backoff(RandomGenerator.getDefault()), wallClock);
            Thread thread = new Thread(reader, "kinesis-" + shard);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, cause) -> death.compareAndSet(null, cause));
            threads.add(thread);
        });
        threads.forEach(Thread::start);
    }

    /**
     * Returns the next answer of any shard, in the order of each, or nothing after a wait.
     *
     * @throws IllegalStateException if a reader died of an error, since its shard would be missing silently
     */
    public Optional<Fetched> take(Duration wait) throws InterruptedException {
        if (death.get() != null) {
            throw new IllegalStateException("a shard reader died", death.get());
        }
        return Optional.ofNullable(queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Stops reading; returns without waiting for calls that are under way. */
    @Override
    public void close() {
        stopped.countDown();
        threads.forEach(Thread::interrupt);
        client.close();
    }
}
