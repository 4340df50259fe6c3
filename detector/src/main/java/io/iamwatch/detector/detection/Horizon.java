package io.iamwatch.detector.detection;

import io.iamwatch.detector.rules.Rule;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.Objects;

/**
 * How far back history still decides.
 *
 * @param window the longest window of the rules, seconds
 * @param lateness how late an event may come and still be in time, seconds
 */
public record Horizon(long window, long lateness) {

    /** Returns how far back rules look. */
    public static Horizon of(Rules rules) {
        long window = rules.rules().values().stream().map(Rule::window).filter(Objects::nonNull)
                .mapToLong(Duration::toSeconds).max().orElseThrow();
        return new Horizon(window, rules.latenessHorizon().toSeconds());
    }

    /**
     * Returns for how many seconds after a deletion it is known that a name is free. Facts are forgotten at window +
     * horizon, and what comes in time is at most a horizon old: nothing that comes in time can tell whether a deletion
     * was forgotten.
     */
    public long memory() {
        return window;
    }

    /** Returns the first second whose history may still change a decision, when an account's clock stands there. */
    public long foldBefore(AccountClock clock) {
        return clock.second() - window - lateness;
    }
}
