package io.iamwatch.detector.topology;

import io.iamwatch.detector.state.UnreadableStateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, since most causes pass: a broker away, a fenced producer. What does not pass
 * ends the client, with its reason: too many deaths in a row, or state that nobody can read.
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
        Optional<Throwable> unreadable = causeOf(failure, UnreadableStateException.class);
        if (unreadable.isEmpty() && deaths.size() <= MOST_DEATHS) {
            LOG.error("a stream thread died and is replaced; deaths={} of {} in {}", deaths.size(), MOST_DEATHS, WINDOW,
                    failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        String reason = unreadable.map(Throwable::getMessage)
                .orElse("stream threads died " + deaths.size() + " times within "
                        + WINDOW.toMinutes() + " minutes, the last of " + failure);
        LOG.error("the detector stops; reason={}", reason, failure);
        stopped.complete(reason);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static Optional<Throwable> causeOf(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause);
    }

    /** Returns what completes, with the reason, when the client is ended. */
    CompletionStage<String> stopped() {
        return stopped.minimalCompletionStage();
    }
}
