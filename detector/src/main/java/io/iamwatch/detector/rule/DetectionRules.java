package io.iamwatch.detector.rule;

import io.iamwatch.detector.event.Sha256;
import java.time.Duration;

/**
 * What can be tuned of the rules.
 *
 * @param newAdminWindow how long after its birth a user that becomes an administrator counts as new; event time,
 *     inclusive
 * @param latenessHorizon how much older than its account's clock an event may be and still be judged as if it had
 *     come in time
 */
public record DetectionRules(Duration newAdminWindow, Duration latenessHorizon) {

    /** Changes whenever the same events under the same rules may give other alerts. */
    public static final String ENGINE = "engine-1";

    /** Names what is taken as an administrator's policy. */
    public static final String POLICY_TABLE = "policies-administrator-access";

    /** What holds unless somebody says otherwise. */
    public static final DetectionRules DEFAULT = new DetectionRules(Duration.ofDays(7), Duration.ofDays(7));

    /** Refuses a window or a horizon below zero. */
    public DetectionRules {
        if (newAdminWindow.isNegative() || latenessHorizon.isNegative()) {
            throw new IllegalArgumentException("window " + newAdminWindow + " and lateness horizon " + latenessHorizon
                    + " must not be negative");
        }
    }

    /** Returns the hash of one rule with its settings. */
    public String hash(RuleId rule) {
        return Sha256.ofParts(rule.id(), newAdminWindow.toString(), latenessHorizon.toString());
    }

    /** Returns the hash of all rules with their settings. */
    public String hash() {
        return Sha256.ofParts(hash(RuleId.NEW_ADMIN_USER), hash(RuleId.ADMIN_GRANTED));
    }

    /**
     * Returns for how many seconds after a deletion it is known that a name is free. Facts are forgotten at window +
     * horizon, and what comes in time is at most a horizon old: nothing that comes in time can tell whether a deletion
     * was forgotten.
     */
    long memory() {
        return newAdminWindow.toSeconds();
    }

    /**
     * Returns the first second, of those whose history may still change a decision, when an account's clock stands
     * there.
     */
    public long foldBefore(AccountClock clock) {
        return clock.second() - newAdminWindow.toSeconds() - latenessHorizon.toSeconds();
    }
}
