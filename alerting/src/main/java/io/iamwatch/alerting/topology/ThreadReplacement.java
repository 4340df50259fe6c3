package io.iamwatch.alerting.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, since most causes pass: a broker away, a fenced producer. What does not pass
 * ends the client, with its reason.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    static final int MOST_DEATHS = 8;
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private final InstantSource wallClock;
    private final Deque<Instant> deaths = new ArrayDeque<>();
    private final CompletableFuture<String> stopped = new CompletableFuture<>();

    ThreadReplacement(InstantSource wallClock) {
        this.wallClock = wallClock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        Instant now = wallClock.instant();
        deaths.addLast(now);
        while (deaths.getFirst().isBefore(now.minus(WINDOW))) {
            deaths.removeFirst();
        }
        if (deaths.size() <= MOST_DEATHS) {
            LOG.error("a stream thread died and is replaced; deaths={} of {} in {}", deaths.size(), MOST_DEATHS, WINDOW,
                    failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        String reason = "stream threads died " + deaths.size() + " times within " + WINDOW.toMinutes()
                + " minutes, the last of " + failure;
        LOG.error("alerting stops; reason={}", reason, failure);
        stopped.complete(reason);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Returns what completes, with the reason, when the client is ended. */
    CompletionStage<String> stopped() {
        return stopped.minimalCompletionStage();
    }
}
