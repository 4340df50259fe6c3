package io.iamwatch.detector.topology;

import java.time.Duration;

/**
 * Asks for a commit when an alert was forwarded: without that it would wait for the commit interval before a
 * read_committed reader sees it. The few alerts of one attack are committed one by one, at once; of a flood, a
 * commit each would take all the time.
 */
final class CommitRequests {

    /** On average so far apart are two requests in a flood, wall clock. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** So often to look whether what was put off is due, wall clock. */
    static final Duration LOOK = Duration.ofMillis(25);

    private static final int AT_ONCE = 4;

    private final Runnable request;
    private long allowedFrom;
    private boolean pending;

    CommitRequests(Runnable request) {
        this.request = request;
    }

    /** An alert was forwarded. */
    void ask(long wallClockMillis) {
        // Each request moves the time of the next one on; a quiet spell allows a few at once.
        long next = Math.max(allowedFrom, wallClockMillis - (AT_ONCE - 1) * PAUSE.toMillis());
        pending = next > wallClockMillis;
        if (!pending) {
            allowedFrom = next + PAUSE.toMillis();
            request.run();
        }
    }

    /** Asks for what was put off. */
    void due(long wallClockMillis) {
        if (pending) {
            ask(wallClockMillis);
        }
    }
}
