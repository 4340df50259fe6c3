package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.iam.Incarnation.End;
import java.util.ArrayList;
import java.util.List;

/**
 * Says to which incarnations of a name a change belongs. Around a birth that is not a matter of time alone: clocks
 * of hosts differ, and a second has no order.
 */
final class Ownership {

    /**
     * A grant that is dated up to this long before a birth belongs to it: the hosts that stamp events have their own
     * clocks.
     */
    static final long SKEW_SECONDS = 5;

    private final List<Incarnation> incarnations;
    private final List<Fact> facts;
    private final List<Fact> closings;

    Ownership(List<Incarnation> incarnations, List<Fact> facts) {
        this.incarnations = incarnations;
        this.facts = facts;
        this.closings = facts.stream().filter(fact -> isClosing(fact) && !fact.future()).toList();
    }

    /** Returns what may belong to an incarnation, its own beginning and end not among it. */
    List<Fact> of(Incarnation incarnation) {
        List<Fact> its = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            if (mayBeOf(incarnation, fact)) {
                its.add(fact);
            }
        }
        return its;
    }

    private boolean mayBeOf(Incarnation incarnation, Fact fact) {
        Change change = fact.change();
        if (Lives.begins(incarnation.subject(), change) || Lives.ends(incarnation.subject(), change)) {
            return false;
        }
        if (change instanceof Change.OfSlot slot) {
            return slot.opens() ? owns(incarnation, fact, slot.slot()) : sees(incarnation, fact);
        }
        if (change instanceof Change.CredentialIssued && isAnotherNewborns(incarnation, fact.second())) {
            return false;
        }
        return incarnation.livesIn(fact.second()) || isShortlyBefore(incarnation, fact.second());
    }

    /** Whoever is created gets its first key in the same second, or by another host's clock shortly before. */
    private boolean isAnotherNewborns(Incarnation incarnation, long second) {
        return !incarnation.isStartedIn(second) && !isShortlyBefore(incarnation, second)
                && mayBeNewborns(second);
    }

    private boolean mayBeNewborns(long second) {
        for (Incarnation other : incarnations) {
            if (other.isStartedIn(second) || isShortlyBefore(other, second)) {
                return true;
            }
        }
        return false;
    }

    private boolean owns(Incarnation incarnation, Fact grant, String slot) {
        long second = grant.second();
        if (incarnation.isStartedIn(second)) {
            return true;
        }
        if (isShortlyBefore(incarnation, second)) {
            return incarnations.stream()
                    .noneMatch(other -> other.livesIn(second) && isExplainedBy(other, grant, slot));
        }
        if (!incarnation.livesIn(second)) {
            return false;
        }
        return !mayBeNewborns(second) || isExplainedBy(incarnation, grant, slot)
                || provablyLivedPast(incarnation, second);
    }

    /**
     * The end of a life proves that its policies were gone: a grant that somebody took back in time was this life's.
     */
    private boolean isExplainedBy(Incarnation incarnation, Fact grant, String slot) {
        boolean provablyEnded = !incarnation.lives()
                && (incarnation.isStarted() || incarnation.end() != End.REPLACED);
        return provablyEnded && closings.stream()
                .anyMatch(closing -> ((Change.OfSlot) closing.change()).slot().equals(slot)
                        && grant.second() <= closing.second() && closing.second() <= incarnation.lastSecond());
    }

    /**
     * Its start was seen and it went on to another name, or its end was not seen and the next birth is later: it was
     * there, whatever its deletion did.
     */
    private static boolean provablyLivedPast(Incarnation incarnation, long second) {
        return (incarnation.isStarted() && incarnation.end() != End.DELETED && second < incarnation.lastSecond())
                || (incarnation.end() == End.MOVED && second <= incarnation.lastSecond());
    }

    private boolean sees(Incarnation incarnation, Fact closing) {
        long second = closing.second();
        return incarnation.livesIn(second) || isShortlyBefore(incarnation, second);
    }

    /**
     * In the second of a birth a detachment may be the last act on the one before: what the newborn was given may stay,
     * and what would protect it may be gone.
     */
    private boolean mayBeOfTheOneBefore(Incarnation incarnation, Fact closing) {
        long second = closing.second();
        return incarnation.isStartedIn(second) && incarnations.stream()
                .anyMatch(other -> other.firstSecond() < second && other.livesIn(second));
    }

    /**
     * Returns the changes that may be this incarnation's or that of the one before: what was given in that second is
     * doubtful only where somebody is known to have been there before, who could go with it.
     */
    List<Fact> doubtful(Incarnation incarnation) {
        if (incarnations.size() == 1) {
            // Most names were one's alone.
            return List.of();
        }
        return facts.stream().filter(fact -> !fact.future() && mayBeOfTheOneBefore(incarnation, fact))
                .filter(fact -> fact.change() instanceof Change.OfSlot
                        ? isClosing(fact) || mayHaveGone(fact)
                        : isOfPath(fact) && mayHaveGone(fact))
                .toList();
    }

    /** What was given, or the path, may be gone with somebody who is known to have been there before. */
    private boolean mayHaveGone(Fact fact) {
        return incarnations.stream().anyMatch(other -> other.isStarted() && other.firstSecond() < fact.second()
                && other.livesIn(fact.second()) && mayHaveGoneWith(other, fact));
    }

    private static boolean isOfPath(Fact fact) {
        return fact.change() instanceof Change.Renamed renamed && !renamed.moves();
    }

    /** DeleteUser succeeds only without policies and memberships: somebody took them back in the same second. */
    private boolean mayHaveGoneWith(Incarnation before, Fact grant) {
        if (!(grant.change() instanceof Change.OfSlot of)) {
            return true;
        }
        String slot = of.slot();
        boolean hinders = Slots.isAttached(slot) || Slots.isInline(slot) || Slots.isMember(slot);
        return !hinders || before.end() != End.DELETED || closings.stream().anyMatch(
                closing -> closing.second() == grant.second()
                        && ((Change.OfSlot) closing.change()).slot().equals(slot));
    }

    private static boolean isClosing(Fact fact) {
        return fact.change() instanceof Change.OfSlot slot && !slot.opens();
    }

    static boolean isShortlyBefore(Incarnation incarnation, long second) {
        return incarnation.isStarted() && incarnation.firstSecond() - SKEW_SECONDS <= second
                && second < incarnation.firstSecond();
    }
}
