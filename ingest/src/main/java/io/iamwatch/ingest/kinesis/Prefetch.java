package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** Reads several shards at once, each by its own thread, ahead of whoever takes what they bring. */
public final class Prefetch implements AutoCloseable {

    private final KinesisClients clients;
    private final Feeds feeds;
    private final ShardReader.Surroundings around;
    private final BlockingQueue<Fetched> queue;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<Throwable> death = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Reads nothing yet. The queue holds about one answer of each shard; it is fair, so that a shard that catches up
     * leaves room for the others.
     *
     * @param clients shared by all shards, closed with this
     * @param shards how many shards there will be at most
     */
    public Prefetch(KinesisClients clients, Consumption consumption, int shards, ShardEvents events,
            InstantSource wallClock) {
        this.clients = clients;
        this.feeds = new Feeds(clients, consumption, wallClock);
        this.around = new ShardReader.Surroundings(clients, new Retention(clients, wallClock), events, wallClock);
        this.queue = new ArrayBlockingQueue<>(shards + 1, true);
    }

    /** Starts to read a shard. */
    public synchronized void read(ShardId shard, Position start) {
        if (stopped.getCount() == 0) {
            return;
        }
        ShardReader reader = new ShardReader(shard, start, feeds.of(shard), around, queue, stopped,
                new Backoff(RandomGenerator.getDefault()));
        Thread thread = new Thread(reader, "kinesis-" + shard);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, cause) -> death.compareAndSet(null, cause));
        threads.add(thread);
        thread.start();
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
    public synchronized void close() {
        stopped.countDown();
        threads.forEach(Thread::interrupt);
        clients.close();
    }
}
