package io.iamwatch.ingest.connect;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps transactions apart: many shards, each with a little to say, would otherwise make hundreds of them a second.
 */
final class TransactionPace {

    /** From one transaction to the next. */
    static final Duration APART = Duration.ofMillis(100);

    private final InstantSource wallClock;
    private Instant ended = Instant.MIN;

    TransactionPace(InstantSource wallClock) {
        this.wallClock = wallClock;
    }

    /** Notes that a transaction's records are handed over now. */
    void ended() {
        ended = wallClock.instant();
    }

    /** Returns how long the next transaction has to wait; nothing after a quiet time. */
    Duration pause() {
        Instant now = wallClock.instant();
        Instant due = ended.equals(Instant.MIN) ? now : ended.plus(APART);
        // A clock that was set back must not hold up the next transaction.
        return now.isBefore(ended) || !now.isBefore(due) ? Duration.ZERO : Duration.between(now, due);
    }
}
