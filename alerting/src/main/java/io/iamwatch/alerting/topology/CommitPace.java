package io.iamwatch.alerting.topology;

import java.time.Duration;

/**
 * Asks for a commit when an incident was written: without that it would wait for the commit interval before a
 * read_committed reader sees it. Of a flood a commit for each alert would take all the time: a few are asked for at
 * once, then one every {@link #BETWEEN}. One of these serves all tasks of a stream thread, which have one
 * transaction.
 */
final class CommitPace {

    /** Wall clock: how long people wait is no matter of event time. */
    static final Duration BETWEEN = Duration.ofMillis(100);

    /** So many are asked for at once after a pause: a story of a few alerts waits for none of them. */
    static final int AT_ONCE = 10;

    private long saved = AT_ONCE;
    private long refilledAt;
    private Runnable pending;

    /**
     * An incident was written.
     *
     * @param now wall clock, milliseconds
     * @param commit asks Streams for a commit
     */
    void ask(long now, Runnable commit) {
        refill(now);
        if (saved == 0) {
            pending = commit;
            return;
        }
        saved--;
        pending = null;
        commit.run();
    }

    /** Asks for what was put off, when it is time. */
    void look(long now) {
        refill(now);
        if (pending != null && saved > 0) {
            ask(now, pending);
        }
    }

    private void refill(long now) {
        long passed = Math.max(0, now - refilledAt) / BETWEEN.toMillis();
        if (passed > 0) {
            saved = Math.min(AT_ONCE, saved + passed);
            refilledAt = now;
        }
    }
}
