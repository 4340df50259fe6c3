package io.iamwatch.detector.topology;

import java.time.Duration;

/**
 * Asks for a commit when an alert was forwarded: without that it would wait for the commit interval before a
 * read_committed reader sees it. The few alerts of one attack are committed one by one, at once; of a flood, a
 * commit each would take all the time.
 */
final class CommitRequests {

    /** So far apart are two requests in a flood, wall clock. */
    static final Duration PAUSE = Duration.ofMillis(50);

    private static final int AT_ONCE = 4;

    private final Runnable request;
    private long last;
    private int inARow;
    private boolean pending;

    CommitRequests(Runnable request) {
        this.request = request;
    }

    /** An alert was forwarded. */
    void ask(long wallClockMillis) {
        boolean paused = wallClockMillis - last >= PAUSE.toMillis();
        inARow = paused ? 0 : inARow;
        pending = inARow >= AT_ONCE;
        if (!pending) {
            inARow++;
            last = wallClockMillis;
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
