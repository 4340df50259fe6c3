package io.iamwatch.deploy.pipeline;

import io.iamwatch.deploy.embedded.EmbeddedConnect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts what of a connector has failed, since Connect does not: after a second, and after twice as long for each
 * further failure. Says so when it gives up, also on what neither fails nor works although Kafka answers.
 */
final class ConnectorWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorWatch.class);

    private static final int MOST_FAILURES = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Failures before so long a time at work are forgotten. */
    private static final Duration GOOD_TIME = Duration.ofMinutes(1);

    /** No rebalance takes so long, and no transaction of a worker that was killed stays open so long. */
    private static final Duration STANDSTILL = Duration.ofMinutes(3);

    /** What is restarted may still be called failed for a moment. */
    private static final Duration RESTART_TAKES = Duration.ofSeconds(2);

    private final EmbeddedConnect connect;
    private final String connector;
    private final Runnable offer;
    private final Standstill standstill;
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private final Consumer<String> giveUp;
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("connector watch").factory());
    private int failures;
    private Instant lastFailed = Instant.MIN;
    private Instant lookAgain = Instant.MIN;
    private boolean restartIsDue;

    private ConnectorWatch(EmbeddedConnect connect, String connector, Runnable offer, Standstill standstill,
            InstantSource wallClock, Consumer<String> progress, Consumer<String> giveUp) {
        this.connect = connect;
        this.connector = connector;
        this.offer = offer;
        this.standstill = standstill;
        this.wallClock = wallClock;
        this.progress = progress;
        this.giveUp = giveUp;
    }

    /**
     * Looks at the connector every second from now on.
     *
     * @param offer sees to it that the group has the connector, if this worker leads it
     * @param kafkaAnswers whether Kafka is there
     * @param progress is told of failures
     * @param giveUp is told the reason when restarts do not help
     */
    static ConnectorWatch start(EmbeddedConnect connect, String connector, Runnable offer, BooleanSupplier kafkaAnswers,
            InstantSource wallClock, Consumer<String> progress, Consumer<String> giveUp) {
        Standstill standstill = new Standstill(STANDSTILL, kafkaAnswers, wallClock.instant());
        ConnectorWatch watch = new ConnectorWatch(connect, connector, offer, standstill, wallClock, progress, giveUp);
        var unused = watch.watching.scheduleWithFixedDelay(watch::lookGuarded, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    /** An exception would silently end what a scheduler repeats. */
    private void lookGuarded() {
        try {
            look();
        } catch (RuntimeException failure) {
            if (!watching.isShutdown()) {
                LOG.warn("cannot look after connector {}", connector, failure);
            }
        }
    }

    private void look() {
        Instant now = wallClock.instant();
        if (now.isBefore(lookAgain)) {
            return;
        }
        offer.run();
        Optional<String> failure = connect.failure(connector);
        if (failure.isEmpty()) {
            standsStillOrWorks(now);
        } else if (restartIsDue) {
            restart(now);
        } else {
            failed(failure.get(), now);
        }
    }

    private void standsStillOrWorks(Instant now) {
        Optional<String> idle = connect.idle(connector);
        if (standstill.isReached(idle.isPresent(), now)) {
            giveUp("connector " + connector + " has not been at work for " + STANDSTILL.toMinutes()
                    + " minutes although Kafka answers: " + idle.orElseThrow());
        } else {
            works(now);
        }
    }

    private void giveUp(String reason) {
        LOG.error("{}", reason);
        giveUp.accept(reason);
        watching.shutdown();
    }

    private void works(Instant now) {
        restartIsDue = false;
        if (failures > 0 && now.isAfter(lastFailed.plus(GOOD_TIME))) {
            failures = 0;
        }
    }

    private void failed(String trace, Instant now) {
        failures++;
        lastFailed = now;
        standstill.moves(now);
        String reason = trace.lines().findFirst().orElse("unknown");
        if (failures > MOST_FAILURES) {
            LOG.error("connector {} is given up: {}", connector, trace);
            giveUp("connector " + connector + " failed " + failures + " times, last with: " + reason);
            return;
        }
        Duration pause = pause();
        LOG.warn("connector {} failed and restarts in {} s: {}", connector, pause.toSeconds(), trace);
        progress.accept("connector " + connector + " failed and restarts in " + pause.toSeconds() + " s: " + reason);
        lookAgain = now.plus(pause);
        restartIsDue = true;
    }

    private Duration pause() {
        long seconds = Math.min(LONGEST_PAUSE.toSeconds(), 1L << (failures - 1));
        return Duration.ofSeconds(seconds);
    }

    /** The restart stays due until Connect has taken it. */
    private void restart(Instant now) {
        connect.restartFailed(connector);
        LOG.warn("connector {} is restarted", connector);
        restartIsDue = false;
        lookAgain = now.plus(RESTART_TAKES);
    }

    @Override
    public void close() {
        watching.shutdownNow();
    }
}
