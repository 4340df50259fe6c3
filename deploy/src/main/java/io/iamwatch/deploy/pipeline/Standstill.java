package io.iamwatch.deploy.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Tells what waits for Kafka from what stands still although Kafka answers. Wall clock; for one thread. */
final class Standstill {

    private final Duration limit;
    private final BooleanSupplier kafkaAnswers;
    private Instant moved;

    /** Counts from an instant on. */
    Standstill(Duration limit, BooleanSupplier kafkaAnswers, Instant now) {
        this.limit = limit;
        this.kafkaAnswers = kafkaAnswers;
        this.moved = now;
    }

    /** Returns whether it has been idle for the limit, all of it with a Kafka that answers. */
    boolean isReached(boolean idle, Instant now) {
        if (!idle || !kafkaAnswers.getAsBoolean()) {
            moves(now);
        }
        return !now.isBefore(moved.plus(limit));
    }

    /** Something happens: it is counted anew. */
    void moves(Instant now) {
        moved = now;
    }
}
