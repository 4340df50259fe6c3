package io.iamwatch.alerting.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a sink is told again that could not be told. Waits double from one attempt to the next; each is shortened by
 * up to a half, by chance, so that those who failed together do not come back together.
 *
 * @param first the wait after the first attempt
 * @param longest the longest wait
 * @param patience how long after its first attempt a notification is tried; it is parked then
 */
public record RetryPlan(Duration first, Duration longest, Duration patience) {

    /** A sink that asks for more is asked again after this. */
    public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 30;

    /**
     * Returns how long to wait before the next attempt; empty when it was tried for long enough. The last attempt is at
     * the end of the patience, or later where the sink wants that.
     *
     * @param attempts how often it was tried
     * @param begin the first attempt
     * @param now the end of the last one
     * @param retryAfter what the sink asked for
     */
    public Optional<Duration> next(int attempts, Instant begin, Instant now, Optional<Duration> retryAfter,
            RandomGenerator random) {
        Duration left = patience.minus(Duration.between(begin, now));
        if (left.isNegative() || left.isZero()) {
            return Optional.empty();
        }
        Duration wanted = shorter(retryAfter.orElse(Duration.ZERO), LONGEST_RETRY_AFTER);
        Duration own = shorter(backoff(attempts, random), left);
        return Optional.of(wanted.compareTo(own) > 0 ? wanted : own);
    }

    private Duration backoff(int attempts, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempts - 1, 0), MOST_DOUBLINGS);
        Duration whole = shorter(first.multipliedBy(1L << doublings), longest);
        long half = whole.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(whole.toMillis() - half + 1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
