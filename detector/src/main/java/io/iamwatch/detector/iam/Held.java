package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.LivePolicy;
import java.util.List;

/** What a principal has in a second. */
sealed interface Held {

    /** Returns what made it so, oldest link of the way first. */
    List<Fact> facts();

    /**
     * A policy whose content is known.
     *
     * @param choice what it is one of several possible contents of
     * @param mayBeAbsent whether for some of the second there may be none of them
     * @param wayMayBeAbsent whether for some of the second the principal may have nothing that comes this way
     */
    record Known(LivePolicy policy, List<Fact> facts, Choice choice, boolean mayBeAbsent,
            boolean wayMayBeAbsent) implements Held {
    }

    /**
     * A place where one policy is at a time.
     *
     * @param way how the principal comes to have the place: null itself, or the membership in a group
     * @param slot the place
     */
    record Choice(Object way, Object slot) {
    }

    /**
     * A policy or a group whose content was never seen.
     *
     * @param what the policy or group
     */
    record Unseen(Subject what, List<Fact> facts) implements Held {
    }
}
