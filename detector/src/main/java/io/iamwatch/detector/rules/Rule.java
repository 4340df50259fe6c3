package io.iamwatch.detector.rules;

import io.iamwatch.contracts.finding.Severity;
import java.time.Duration;
import java.util.Objects;

/**
 * How one rule is set.
 *
 * @param enabled whether it raises alerts
 * @param severity that of its strongest case; see {@link Rules#severity}
 * @param window event time, inclusive, whole seconds; null for a rule that has none
 * @param threshold how often; null for a rule that has none
 */
public record Rule(boolean enabled, Severity severity, Duration window, Integer threshold) {

    static final int MAX_THRESHOLD = 1000;

    /** Refuses a window or a threshold out of bounds. */
    public Rule {
        Objects.requireNonNull(severity, "severity");
        if (window != null) {
            DurationBounds.WINDOW.require("window", window);
        }
        if (threshold != null && (threshold < 1 || threshold > MAX_THRESHOLD)) {
            throw new IllegalArgumentException("threshold " + threshold + " must be 1 to " + MAX_THRESHOLD);
        }
    }
}
