package io.iamwatch.deploy.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions of parts that have no way to call back. */
public final class Await {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Await() {
    }

    /**
     * Returns once the condition holds.
     *
     * @throws IllegalStateException when it does not hold within the limit, or the thread is interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        InstantSource wallClock = InstantSource.system();
        Instant end = wallClock.instant().plus(limit);
        while (!condition.getAsBoolean()) {
            if (wallClock.instant().isAfter(end)) {
                throw new IllegalStateException("waited " + limit.toSeconds() + " s for " + what + ", in vain");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what);
            }
        }
    }
}
