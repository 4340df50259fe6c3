package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Reads one shard from a position on, in a thread of its own, into a bounded queue; a full queue makes it wait. It
 * never gives up: whatever Kinesis answers, the position is what counts and an iterator can be had anew.
 */
final class ShardReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    private final ShardId shard;
    private final ShardCursor cursor;
    private final ShardFeed feed;
    private final Surroundings around;
    private final BlockingQueue<Fetched> queue;
    private final CountDownLatch stopped;
    private final Backoff backoff;
    private boolean ended;

    /**
     * What all readers share.
     *
     * @param wallClock its times are compared with the arrival times of Kinesis, for gaps only
     */
    record Surroundings(KinesisClients clients, Retention retention, ShardEvents events, InstantSource wallClock) {
    }

    ShardReader(ShardId shard, Position start, ShardFeed feed, Surroundings around, BlockingQueue<Fetched> queue,
            CountDownLatch stopped, Backoff backoff) {
        this.shard = shard;
        this.cursor = new ShardCursor(start);
        this.feed = feed;
        this.around = around;
        this.queue = queue;
        this.stopped = stopped;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        try (feed) {
            boolean stop = false;
            while (!stop && !ended) {
                Duration pause = step();
                stop = stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration step() throws InterruptedException {
        Answer answer;
        try {
            if (!feed.isOpen()) {
                passGap();
                feed.open(cursor.position());
            }
            answer = feed.next();
        } catch (RuntimeException failure) {
            feed.failed(failure);
            return afterFailure(failure);
        }
        if (backoff.attempts() > 0) {
            LOG.info("reads again: shard={} attempts={}", shard, backoff.attempts());
            backoff.reset();
        }
        around.events().behind(shard, answer.millisBehindLatest());
        deliver(answer);
        return feed.pause(answer);
    }

    private void deliver(Answer answer) throws InterruptedException {
        List<Record> fresh = cursor.accept(answer.records());
        for (int i = fresh.size(); i < answer.records().size(); i++) {
            around.events().repeated(shard);
        }
        if (answer.end()) {
            LOG.info("shard was closed and is read to its end: shard={}", shard);
            end(fresh);
        } else if (!fresh.isEmpty()) {
            queue.put(new Fetched(shard, fresh, Optional.empty()));
        } else if (answer.millisBehindLatest() == 0) {
            put(cursor.upToDate(around.wallClock().instant()));
        } else if (isBehindRetention(answer)) {
            leap("Kinesis has nothing at this position any more");
        }
    }

    /** Kinesis gives nothing, for ever, to who reads what it has removed meanwhile. */
    private boolean isBehindRetention(Answer answer) {
        Duration behind = Duration.ofMillis(answer.millisBehindLatest());
        return answer.records().isEmpty() && behind.compareTo(Retention.LEAST) >= 0
                && behind.compareTo(around.retention().of(shard.streamName())) >= 0;
    }

    private void passGap() throws InterruptedException {
        Instant now = around.wallClock().instant();
        // Nothing is older than a day and still missing unless the position is; saves a call at each start.
        if (cursor.missed(now, Retention.LEAST).isPresent()
                && cursor.missed(now, around.retention().of(shard.streamName())).isPresent()) {
            leap("the position is older than the retention");
        }
    }

    private void leap(String why) throws InterruptedException {
        Instant now = around.wallClock().instant();
        Duration retention = around.retention().of(shard.streamName());
        tellGap(cursor.missed(now, retention).orElse(Duration.ZERO), why);
        feed.close();
        put(cursor.leap(now.minus(retention)));
    }

    private void tellGap(Duration size, String why) {
        LOG.error("records may be missing: shard={} read_up_to={} gap_ms={} why={}", shard,
                cursor.seen().map(Instant::toString).orElse("unknown"), size.toMillis(), why);
        around.events().gap(shard, size);
    }

    private Duration afterFailure(RuntimeException failure) throws InterruptedException {
        if (Failures.isBadPosition(failure) && !(cursor.position() instanceof Position.TrimHorizon)) {
            leap("Kinesis refuses the position: " + Failures.describe(failure));
            return Duration.ZERO;
        }
        if (Failures.isNotFound(failure) && isGone()) {
            Instant now = around.wallClock().instant();
            tellGap(cursor.seen().map(until -> Duration.between(until, now)).orElse(Duration.ZERO),
                    "the shard is gone, its end was not read");
            end(List.of());
            return Duration.ZERO;
        }
        around.events().retried(shard);
        Duration pause = backoff.next();
        if (stopped.getCount() > 0) {
            LOG.warn("cannot read, tries again: shard={} attempt={} pause_ms={} error={}", shard, backoff.attempts(),
                    pause.toMillis(), Failures.describe(failure));
            LOG.debug("cannot read: shard={}", shard, failure);
        }
        return pause;
    }

    /** A stream that is missing altogether may come back; a shard that its stream does not list will not. */
    private boolean isGone() {
        try {
            return !ShardCatalog.lists(around.clients().of(shard.streamName()), shard);
        } catch (RuntimeException unknown) {
            LOG.debug("cannot list shards: shard={}", shard, unknown);
            return false;
        }
    }

    private void end(List<Record> last) throws InterruptedException {
        ended = true;
        queue.put(new Fetched(shard, last, Optional.of(cursor.end())));
    }

    private void put(Optional<Position> reached) throws InterruptedException {
        if (reached.isPresent()) {
            queue.put(new Fetched(shard, List.of(), reached));
        }
    }
}
