package io.iamwatch.deploy.replay;

import java.time.Duration;
import java.time.Instant;

/**
 * Which records count, and which are read before them, by arrival.
 *
 * @param readFrom the first that is read, milliseconds since 1970 (inclusive)
 * @param from the first that counts (inclusive)
 * @param to the end (exclusive)
 */
record ArrivalRange(long readFrom, long from, long to) {

    /**
     * Returns it.
     *
     * @param from null for the beginning
     * @param to exclusive; null for the end
     * @param warmUp how much is read before, only to be remembered; null for all that there is
     */
    static ArrivalRange of(Instant from, Instant to, Duration warmUp) {
        long first = from == null ? Long.MIN_VALUE : from.toEpochMilli();
        return new ArrivalRange(warmUp == null ? Long.MIN_VALUE : first - warmUp.toMillis(), first,
                to == null ? Long.MAX_VALUE : to.toEpochMilli());
    }

    boolean isRead(long arrival) {
        return readFrom <= arrival && arrival < to;
    }

    boolean counts(long arrival) {
        return from <= arrival && arrival < to;
    }
}
