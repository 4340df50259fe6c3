package io.iamwatch.detector.topology;

import java.time.Duration;

/**
 * Asks for a commit when an alert was forwarded: without that it would wait for the commit interval before a
 * read_committed reader sees it. The few alerts of one attack are committed one by one, at once; of a flood, a
 * commit each would take all the time. One of these serves all tasks of a stream thread: it has one transaction,
 * and a commit that one task asks for commits what all of them forwarded.
 */
final class CommitRequests {

    /** On average so far apart are two requests in a flood, wall clock. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** So often to look whether what was put off is due, wall clock. */
    static final Duration LOOK = Duration.ofMillis(25);

    private static final int AT_ONCE = 4;

    private long allowedFrom;
    private Runnable pending;

    /** An alert was forwarded by a task that asks for commits in this way. */
    void ask(long wallClockMillis, Runnable request) {
        // Each request moves the time of the next one on; a quiet spell allows a few at once.
        long next = Math.max(allowedFrom, wallClockMillis - (AT_ONCE - 1) * PAUSE.toMillis());
        if (next > wallClockMillis) {
            pending = request;
            return;
        }
        pending = null;
        allowedFrom = next + PAUSE.toMillis();
        request.run();
    }

    /** Asks for what was put off. */
    void due(long wallClockMillis) {
        if (pending != null) {
            ask(wallClockMillis, pending);
        }
    }
}
