package io.iamwatch.ingest.kinesis;

import io.iamwatch.ingest.kinesis.Position.After;
import io.iamwatch.ingest.kinesis.Position.AtTimestamp;
import io.iamwatch.ingest.kinesis.Position.ShardEnd;
import io.iamwatch.ingest.kinesis.Position.TrimHorizon;
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
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Reads one shard from a position on, in a thread of its own, into a bounded queue; a full queue makes it wait. It
 * never gives up: whatever Kinesis answers, the position is what counts and an iterator can be had anew.
 */
final class ShardReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    /** Five calls a second are what Kinesis allows for a shard. */
    private static final Duration CATCH_UP_INTERVAL = Duration.ofMillis(200);

    private final KinesisClient client;
    private final ShardId shard;
    private final Pace pace;
    private final BlockingQueue<Fetched> queue;
    private final CountDownLatch stopped;
    private final Backoff backoff;
    private final InstantSource wallClock;

    private Position position;
    private String iterator;

    /**
     * How fast to read.
     *
     * @param interval from one call to the next
     * @param limit the most records of one call
     */
    record Pace(Duration interval, int limit) {
    }

    ShardReader(KinesisClient client, ShardId shard, Position start, Pace pace, BlockingQueue<Fetched> queue,
            CountDownLatch stopped, Backoff backoff, InstantSource wallClock) {
        this.client = client;
        this.shard = shard;
        this.position = start;
        this.pace = pace;
        this.queue = queue;
        this.stopped = stopped;
        this.backoff = backoff;
        this.wallClock = wallClock;
    }

    @Override
    public void run() {
        try {
            boolean stop = false;
            while (!stop && !(position instanceof ShardEnd)) {
                Duration pause = fetch();
                stop = stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration fetch() throws InterruptedException {
        Instant called = wallClock.instant();
        GetRecordsResponse response;
        try {
            if (iterator == null) {
                iterator = client.getShardIterator(iteratorRequest()).shardIterator();
            }
            response = client.getRecords(
                    GetRecordsRequest.builder().shardIterator(iterator).limit(pace.limit()).build());
        } catch (RuntimeException failure) {
            return retry(failure);
        }
        if (backoff.attempts() > 0) {
            LOG.info("reads again: shard={} attempts={}", shard, backoff.attempts());
            backoff.reset();
        }
        deliver(response);
        return pause(called, response);
    }

    private void deliver(GetRecordsResponse response) throws InterruptedException {
        List<Record> records = response.records();
        if (!records.isEmpty()) {
            position = new After(records.getLast().sequenceNumber());
        }
        iterator = response.nextShardIterator();
        if (iterator != null) {
            if (!records.isEmpty()) {
                queue.put(new Fetched(shard, records, Optional.empty()));
            }
            return;
        }
        ShardEnd end = new ShardEnd(position instanceof After(String last) ? Optional.of(last) : Optional.empty());
        LOG.info("shard was closed and is read to its end: shard={}", shard);
        position = end;
        queue.put(new Fetched(shard, records, Optional.of(end)));
    }

    private Duration pause(Instant called, GetRecordsResponse response) {
        boolean behind = response.millisBehindLatest() != null && response.millisBehindLatest() > 0;
        Duration interval = behind && CATCH_UP_INTERVAL.compareTo(pace.interval()) < 0
                ? CATCH_UP_INTERVAL
                : pace.interval();
        Duration spent = Duration.between(called, wallClock.instant());
        // A clock that was set back or forward must neither stop the reading nor make it spin.
        return spent.isNegative() ? interval : spent.compareTo(interval) > 0 ? Duration.ZERO : interval.minus(spent);
    }

    private Duration retry(RuntimeException failure) {
        boolean throttled = failure instanceof ProvisionedThroughputExceededException
                || failure instanceof LimitExceededException || failure instanceof KmsThrottlingException;
        if (!throttled) {
            iterator = null;
        }
        Duration pause = backoff.next();
        if (stopped.getCount() > 0) {
            LOG.warn("cannot read, tries again: shard={} attempt={} pause_ms={} error={}", shard, backoff.attempts(),
                    pause.toMillis(), failure.toString());
            LOG.debug("cannot read: shard={}", shard, failure);
        }
        return pause;
    }

    private GetShardIteratorRequest iteratorRequest() {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder().streamName(shard.stream())
                .shardId(shard.shard());
        return switch (position) {
            case TrimHorizon() -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON).build();
            case AtTimestamp(Instant time) ->
                request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time).build();
            case After(String sequence) -> request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                    .startingSequenceNumber(sequence).build();
            case ShardEnd end -> throw new IllegalStateException("nothing comes after the end of shard " + shard);
        };
    }
}
