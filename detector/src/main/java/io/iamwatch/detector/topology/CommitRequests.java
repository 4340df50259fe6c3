package io.iamwatch.detector.topology;

import java.time.Duration;

/**
 * Asks for a commit when an alert was forwarded: without that it would wait for the commit interval before a
 * read_committed reader sees it. One alert is committed at once; of a flood, a commit each would take all the time.
 */
final class CommitRequests {

    /** So far apart are two requests, wall clock. */
    static final Duration PAUSE = Duration.ofMillis(50);

    private final Runnable request;
    private long last;
    private boolean pending;

    CommitRequests(Runnable request) {
        this.request = request;
    }

    /** An alert was forwarded. */
    void ask(long wallClockMillis) {
        if (wallClockMillis - last >= PAUSE.toMillis()) {
            last = wallClockMillis;
            pending = false;
            request.run();
        } else {
            pending = true;
        }
    }

    /** Asks for what was put off. */
    void due(long wallClockMillis) {
        if (pending) {
            ask(wallClockMillis);
        }
    }
}
