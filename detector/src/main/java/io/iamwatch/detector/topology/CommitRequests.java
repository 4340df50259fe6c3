package io.iamwatch.detector.topology;

import java.time.Duration;

/**
 * Asks for a commit when an alert was forwarded: without that it would wait for the commit interval before a
 * read_committed reader sees it. Of a flood, a commit for each alert would take all the time: while there is more
 * to do, requests are put off and answered together, and at once when there is nothing more to do. Whoever catches
 * up commits less often still: there an alert comes late in every case, and each commit makes the next ones later.
 * One of these serves all tasks of a stream thread: it has one transaction, and a commit that one task asks for
 * commits what all of them forwarded.
 */
final class CommitRequests {

    /** So far apart are two requests while there is more to do, wall clock. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** So far apart are they at most, wall clock, where alerts are late in every case. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** So often to look whether what was put off is due, wall clock. */
    static final Duration LOOK = Duration.ofMillis(25);

    /** An alert is put off by no more than that part of what it is late already. */
    private static final int PART_OF_LATENESS = 10;
    /** Of a pause, it takes that part to see that nothing comes: the next records may be on their way. */
    private static final int IDLE_PART_OF_PAUSE = 20;

    private long allowedFrom;
    private long pauseMillis = PAUSE.toMillis();
    private Runnable pending;

    /**
     * An alert was forwarded by a task that asks for commits in this way.
     *
     * @param arrival of the record that made the alert, wall clock of its source
     */
    void ask(long wallClockMillis, long arrival, Runnable request) {
        pending = request;
        pauseMillis = Math.clamp((wallClockMillis - arrival) / PART_OF_LATENESS, PAUSE.toMillis(),
                LONGEST_PAUSE.toMillis());
        due(wallClockMillis);
    }

    /** Asks for what was put off, if it has been for long enough. */
    void due(long wallClockMillis) {
        if (pending != null && wallClockMillis >= allowedFrom) {
            allowedFrom = wallClockMillis + pauseMillis;
            idle();
        }
    }

    /** Returns whether something was put off. */
    boolean isPending() {
        return pending != null;
    }

    /** Returns how long nothing must come until there is nothing more to do, wall clock. */
    Duration idleAfter() {
        return Duration.ofMillis(pauseMillis / IDLE_PART_OF_PAUSE);
    }

    /** Nothing more is to do now: asks for what was put off. */
    void idle() {
        if (pending != null) {
            Runnable request = pending;
            pending = null;
            request.run();
        }
    }
}
