package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.PolicyAttached;
import io.iamwatch.detector.event.Change.PolicyChange;
import io.iamwatch.detector.event.Change.PolicyDetached;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says to which incarnations of a name a policy change belongs. Around a birth that is not a matter of time alone:
 * clocks of hosts differ, and a second has no order.
 */
final class Ownership {

    /**
     * A grant that is dated up to this long before a birth belongs to it: the hosts that stamp events have their own
     * clocks.
     */
    static final long SKEW_SECONDS = 5;

    private final List<Incarnation> incarnations;
    private final List<Fact> detachments;

    Ownership(List<Incarnation> incarnations, List<Fact> facts) {
        this.incarnations = incarnations;
        this.detachments = facts.stream()
                .filter(fact -> fact.change() instanceof PolicyDetached && !fact.future()).toList();
    }

    /** Returns whether a policy change may belong to an incarnation. */
    boolean mayBeOf(Incarnation incarnation, Fact fact) {
        return fact.change() instanceof PolicyAttached ? owns(incarnation, fact) : sees(incarnation, fact);
    }

    private boolean owns(Incarnation incarnation, Fact grant) {
        long second = grant.second();
        if (incarnation.isBornIn(second)) {
            return true;
        }
        if (isShortlyBefore(incarnation, second)) {
            return incarnations.stream().noneMatch(other -> other.livesIn(second) && isExplainedBy(other, grant));
        }
        if (!incarnation.livesIn(second)) {
            return false;
        }
        boolean aNewbornMayOwnIt = incarnations.stream()
                .anyMatch(other -> other.isBornIn(second) || isShortlyBefore(other, second));
        return !aNewbornMayOwnIt || isExplainedBy(incarnation, grant) || provablyLivedPast(incarnation, second);
    }

    /**
     * The end of a life proves that its policies were gone: a grant that somebody took back in time was this life's.
     */
    private boolean isExplainedBy(Incarnation incarnation, Fact grant) {
        String policyArn = ((PolicyChange) grant.change()).policyArn();
        boolean provablyEnded = !incarnation.lives() && (incarnation.isBorn() || incarnation.deleted());
        return provablyEnded && detachments.stream()
                .anyMatch(detachment -> ((PolicyChange) detachment.change()).policyArn().equals(policyArn)
                        && grant.second() <= detachment.second() && detachment.second() <= incarnation.lastSecond());
    }

    /** Its birth was seen, its end was not, and the next birth is later: it was there, whatever its deletion did. */
    private static boolean provablyLivedPast(Incarnation incarnation, long second) {
        return incarnation.isBorn() && !incarnation.deleted() && second < incarnation.lastSecond();
    }

    private boolean sees(Incarnation incarnation, Fact detachment) {
        long second = detachment.second();
        return (incarnation.livesIn(second) || isShortlyBefore(incarnation, second))
                && !mayBeOfTheOneBefore(incarnation, detachment);
    }

    /**
     * In the second of a birth a detachment may be the last act on the one before: what the newborn was given stays.
     */
    private boolean mayBeOfTheOneBefore(Incarnation incarnation, Fact detachment) {
        long second = detachment.second();
        return incarnation.isBornIn(second) && incarnations.stream()
                .anyMatch(other -> other.firstSecond() < second && other.livesIn(second));
    }

    /** Returns whether a detachment leaves open if it was this incarnation's. */
    boolean leavesOrderOpen(Incarnation incarnation) {
        return detachments.stream().anyMatch(detachment -> mayBeOfTheOneBefore(incarnation, detachment));
    }

    private static boolean isShortlyBefore(Incarnation incarnation, long second) {
        return incarnation.isBorn() && incarnation.firstSecond() - SKEW_SECONDS <= second
                && second < incarnation.firstSecond();
    }

    /** Returns the policy changes that may belong to an incarnation. */
    Stream<Fact> changesOf(Incarnation incarnation, List<Fact> facts) {
        return facts.stream().filter(fact -> fact.change() instanceof PolicyChange)
                .filter(fact -> mayBeOf(incarnation, fact));
    }
}
