package io.iamwatch.ingest.connect;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for new shards from time to time, in a thread of its own. */
final class ShardMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShardMonitor.class);

    private final ShardLedger ledger;
    private final Runnable outdated;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kinesis shard monitor").factory());

    private ShardMonitor(ShardLedger ledger, Runnable outdated) {
        this.ledger = ledger;
        this.outdated = outdated;
    }

    /**
     * Starts to look.
     *
     * @param interval from the end of one look to the next
     * @param outdated is called when shards must be dealt out anew
     */
    static ShardMonitor start(ShardLedger ledger, Duration interval, Runnable outdated) {
        ShardMonitor monitor = new ShardMonitor(ledger, outdated);
        var unused = monitor.looking.scheduleWithFixedDelay(monitor::look, interval.toMillis(), interval.toMillis(),
                TimeUnit.MILLISECONDS);
        return monitor;
    }

    /** Whatever fails, the next look may succeed; an exception would silently end what a scheduler repeats. */
    private void look() {
        try {
            if (ledger.isOutdated()) {
                LOG.info("there are new shards: tasks are configured anew");
                outdated.run();
            }
        } catch (RuntimeException failure) {
            if (!looking.isShutdown()) {
                LOG.warn("cannot look for new shards, tries again: error={}", failure.toString());
                LOG.debug("cannot look for new shards", failure);
            }
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
