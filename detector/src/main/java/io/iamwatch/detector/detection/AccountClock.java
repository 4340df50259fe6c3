package io.iamwatch.detector.detection;

import java.time.Duration;

/**
 * How late it is in an account, by its own events: the newest min(event time, arrival) that it has seen. It never
 * goes back, and a record that is dated far after its own arrival does not move it, or one forged date would fold
 * all history away.
 *
 * @param second seconds since 1970, event time
 */
public record AccountClock(long second) {

    /** What hosts' clocks may differ by before a record counts as dated in the future. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** The clock of an account that has seen nothing. */
    public static final AccountClock UNSET = new AccountClock(0);

    /** Returns whether an event is dated after its arrival by more than clocks differ. */
    public static boolean isFuture(long eventSecond, long arrivalMillis) {
        return eventSecond * 1000 > arrivalMillis + TOLERANCE.toMillis();
    }

    /** Returns the clock after an event. */
    public AccountClock after(long eventSecond, long arrivalMillis) {
        return isFuture(eventSecond, arrivalMillis)
                ? this
                : new AccountClock(Math.max(second, Math.min(eventSecond, arrivalMillis / 1000)));
    }

    /** Returns whether an event comes after the horizon. */
    public boolean isLate(long eventSecond, Duration horizon) {
        return second - eventSecond > horizon.toSeconds();
    }
}
