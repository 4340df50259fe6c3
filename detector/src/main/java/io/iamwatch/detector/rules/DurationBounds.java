package io.iamwatch.detector.rules;

import java.time.Duration;

/**
 * Between which a duration of the rules must lie. State grows with window + horizon, so both have an end.
 *
 * @param shortest inclusive
 * @param longest inclusive
 */
record DurationBounds(Duration shortest, Duration longest) {

    static final DurationBounds WINDOW = new DurationBounds(Duration.ZERO, Duration.ofDays(90));

    static final DurationBounds HORIZON = new DurationBounds(Duration.ofMinutes(1), Duration.ofDays(30));

    boolean contain(Duration duration) {
        return duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
    }

    Duration require(String what, Duration duration) {
        if (!contain(duration) || !Duration.ofSeconds(duration.toSeconds()).equals(duration)) {
            throw new IllegalArgumentException(what + " " + duration + " must be whole seconds, " + this);
        }
        return duration;
    }

    @Override
    public String toString() {
        return DurationText.of(shortest) + " to " + DurationText.of(longest);
    }
}
