package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Subject;
import java.util.List;

/** When somebody is known to be an administrator, or a policy makes one. */
public record AdminSpans(Subject subject, List<Span> spans) {

    /** A chain of principals, each an administrator by the next, is followed so far. */
    public static final int MAX_RANK = 8;

    /** So many of one kind are looked at; an account has 1,000 roles at most unless AWS was asked for more. */
    public static final int MOST_LOOKED_AT = 1000;

    /**
     * An interval.
     *
     * @param arn the ARN in that time
     * @param from first second (inclusive)
     * @param to last second (inclusive)
     * @param rank 0 for who is one by itself, n + 1 for who is one by somebody of rank n; of a policy, see
     *     {@link AdminPolicies}
     */
    public record Span(String arn, long from, long to, int rank) {

        /** Returns the name in that time. */
        public String name() {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }

        boolean covers(long second) {
            return from <= second && second <= to;
        }
    }

    /** Returns whether all of them end before a second. */
    public boolean endBefore(long second) {
        return spans.stream().allMatch(span -> span.to() < second);
    }

    /** Returns whether it is one from a second on, and was none until then. */
    public boolean beginIn(long second) {
        return spans.stream().anyMatch(span -> span.from() == second)
                && spans.stream().noneMatch(span -> span.covers(second - 1));
    }
}
