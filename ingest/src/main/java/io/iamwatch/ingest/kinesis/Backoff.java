package io.iamwatch.ingest.kinesis;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts: each up to twice the one before, jittered so that shards do not ask in step. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 10_000;
    private static final int DOUBLINGS = 7;

    private final RandomGenerator random;
    private int attempts;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Returns how long to wait before the next attempt: between half of the present bound and all of it. */
    Duration next() {
        long bound = Math.min(LONGEST_MS, FIRST_MS << Math.min(attempts, DOUBLINGS));
        attempts++;
        return Duration.ofMillis(random.nextLong(bound / 2, bound + 1));
    }

    /** Returns how many attempts failed in a row. */
    int attempts() {
        return attempts;
    }

    void reset() {
        attempts = 0;
    }
}
