package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Incarnation.End;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the incarnations of one name in its events. The events of one second have no order; what is known of it
 * follows from what a successful call proves: a creation, that the name was free; a deletion, that it was taken.
 * Somebody who is renamed leaves one name as if deleted and comes to the other as if created.
 */
final class Lives {

    /** Whether somebody of that name exists before the second that is looked at. */
    private enum Existence {
        YES, NO, UNKNOWN
    }

    private final Subject subject;
    private final long memory;
    private final List<Incarnation> ended = new ArrayList<>();
    private final Set<String> bornIds = new HashSet<>();
    private List<Incarnation> current;
    private Existence existence = Existence.UNKNOWN;
    private long freedIn;

    private Lives(Subject subject, long memory) {
        this.subject = subject;
        this.memory = memory;
        this.current = new ArrayList<>(List.of(Incarnation.unborn(subject, Incarnation.BEGINNING)));
    }

    /**
     * Returns all incarnations in the order of their ends.
     *
     * @param facts in the order of their identities
     * @param memory for how many seconds after a deletion it is known that the name is free. It lapses, so that a
     *     deletion may be forgotten in the end without changing what is said of later events.
     */
    static List<Incarnation> of(Subject subject, List<Fact> facts, long memory) {
        TreeMap<Long, List<Fact>> bySecond = new TreeMap<>();
        for (Fact fact : facts) {
            if (!fact.future()) {
                bySecond.computeIfAbsent(fact.second(), second -> new ArrayList<>(1)).add(fact);
            }
        }
        Lives lives = new Lives(subject, memory);
        SnapshotBirths.of(subject, facts)
                .forEach(birth -> bySecond.computeIfAbsent(birth.second(), second -> new ArrayList<>()).add(birth));
        bySecond.forEach(lives::pass);
        lives.ended.addAll(lives.current);
        lives.bearFuture(facts);
        return lives.ended;
    }

    /** Returns whether a change brings somebody to the name. */
    static boolean begins(Subject subject, Change change) {
        return change instanceof Change.Born
                || (change instanceof Change.Renamed renamed && renamed.moves() && renamed.renamed().is(subject));
    }

    /** Returns whether a change takes somebody from the name. */
    static boolean ends(Subject subject, Change change) {
        return change instanceof Change.Gone
                || (change instanceof Change.Renamed renamed && renamed.moves() && renamed.subject().is(subject));
    }

    private void pass(long second, List<Fact> facts) {
        lapse(second);
        List<Fact> births = those(facts, fact -> begins(subject, fact.change()));
        births.removeIf(birth -> !isFirstOfItsId(birth));
        List<Fact> endings = those(facts, fact -> ends(subject, fact.change()));
        if (!births.isEmpty() || !endings.isEmpty()) {
            endCurrent(second, endings);
            bear(second, births, endings);
            freedIn = second;
            existence = current.isEmpty() ? Existence.NO : Existence.YES;
        } else if (!those(facts, fact -> provesLife(fact.change())).isEmpty()) {
            // A change of a name that nobody is known to hold proves a life whose birth was not seen.
            if (current.isEmpty()) {
                current.add(Incarnation.unborn(subject, freedIn + 1));
            }
            existence = Existence.YES;
        }
    }

    /** Returns the wanted ones in the order of their identities; in most seconds there is one fact. */
    private static List<Fact> those(List<Fact> facts, Predicate<Fact> wanted) {
        List<Fact> those = new ArrayList<>(0);
        for (Fact fact : facts) {
            if (wanted.test(fact)) {
                those.add(fact);
            }
        }
        those.sort(null);
        return those;
    }

    private static boolean provesLife(Change change) {
        return !(change instanceof Change.Denied || change instanceof Change.Omitted
                || change instanceof Change.CenterGranted || change instanceof Change.CredentialClosed);
    }

    /**
     * A record dated far after its arrival may found a life of its own; it ends none, and says nothing of the present.
     */
    private void bearFuture(List<Fact> facts) {
        facts.stream().filter(fact -> fact.future() && fact.change() instanceof Change.Born)
                .filter(this::isFirstOfItsId)
                .forEach(birth -> ended.add(Incarnation.startedBy(subject, birth, false)));
        if (current.isEmpty()
                && facts.stream().anyMatch(fact -> fact.future() && fact.change() instanceof Change.OfSlot)) {
            ended.add(Incarnation.unborn(subject, freedIn + 1));
        }
    }

    private void lapse(long second) {
        if (existence == Existence.NO && second - freedIn > memory) {
            existence = Existence.UNKNOWN;
            current.add(Incarnation.unborn(subject, freedIn + 1));
        }
    }

    private boolean isFirstOfItsId(Fact birth) {
        return !(birth.change() instanceof Change.Born born) || born.uniqueId() == null
                || bornIds.add(born.uniqueId());
    }

    private void endCurrent(long second, List<Fact> endings) {
        boolean moved = endings.stream().anyMatch(fact -> fact.change() instanceof Change.Renamed);
        End how = endings.isEmpty() ? End.REPLACED : moved ? End.MOVED : End.DELETED;
        current.forEach(incarnation -> ended.add(incarnation.endedBy(second, how)));
        current = new ArrayList<>();
    }

    /** Creations and deletions take turns; who is left over lives on, and where several may be, each of them counts. */
    private void bear(long second, List<Fact> births, List<Fact> endings) {
        int deletions = endings.size();
        int leftOver = (existence == Existence.NO ? 0 : 1) + births.size() - deletions;
        boolean deletionMayBeTheirs = existence == Existence.UNKNOWN && deletions >= births.size();
        boolean orderUnknown = deletions > 0 && (births.size() > 1 || deletionMayBeTheirs);
        boolean allMoved = endings.stream().allMatch(fact -> fact.change() instanceof Change.Renamed);
        for (Fact birth : births) {
            Incarnation born = Incarnation.startedBy(subject, birth, orderUnknown);
            if (leftOver > 0) {
                current.add(born);
            } else {
                ended.add(born.endedBy(second, allMoved ? End.MOVED : End.DELETED));
            }
        }
    }
}
