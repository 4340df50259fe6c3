package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.PolicyChange;
import io.iamwatch.detector.event.Change.UserCreated;
import io.iamwatch.detector.event.Change.UserDeleted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the incarnations of one name in its events. The events of one second have no order; what is known of it
 * follows from what a successful call proves: a creation, that the name was free; a deletion, that it was taken.
 */
final class Lives {

    /** Whether somebody of that name exists before the second that is looked at. */
    private enum Existence {
        YES, NO, UNKNOWN
    }

    private final long memory;
    private final List<Incarnation> ended = new ArrayList<>();
    private final Set<String> bornIds = new HashSet<>();
    private List<Incarnation> current = new ArrayList<>(List.of(Incarnation.unborn()));
    private Existence existence = Existence.UNKNOWN;
    private long freedIn;

    private Lives(long memory) {
        this.memory = memory;
    }

    /**
     * Returns all incarnations in the order of their ends.
     *
     * @param memory for how many seconds after a deletion it is known that the name is free. It lapses, so that a
     *     deletion may be forgotten in the end without changing what is said of later events.
     */
    static List<Incarnation> of(List<Fact> facts, long memory) {
        TreeMap<Long, List<Fact>> bySecond = new TreeMap<>();
        facts.stream().filter(fact -> !fact.future())
                .forEach(fact -> bySecond.computeIfAbsent(fact.second(), second -> new ArrayList<>()).add(fact));
        Lives lives = new Lives(memory);
        bySecond.forEach(lives::pass);
        lives.ended.addAll(lives.current);
        lives.bearFuture(facts);
        return lives.ended;
    }

    private void pass(long second, List<Fact> facts) {
        lapse(second);
        List<Fact> births = facts.stream().filter(fact -> fact.change() instanceof UserCreated)
                .sorted(Comparator.comparing(fact -> fact.event().id())).filter(this::isFirstOfItsId).toList();
        List<Fact> deletions = facts.stream().filter(fact -> fact.change() instanceof UserDeleted)
                .sorted(Comparator.comparing(fact -> fact.event().id())).toList();
        if (!births.isEmpty() || !deletions.isEmpty()) {
            endCurrent(second, !deletions.isEmpty());
            bear(second, births, deletions.size());
            freedIn = second;
            existence = current.isEmpty() ? Existence.NO : Existence.YES;
        } else {
            // A policy change on a name that nobody is known to hold proves a life whose birth was not seen.
            if (current.isEmpty()) {
                current.add(Incarnation.unbornSince(second));
            }
            existence = Existence.YES;
        }
    }

    /**
     * A record dated far after its arrival may found a life of its own; it ends none, and says nothing of the present.
     */
    private void bearFuture(List<Fact> facts) {
        facts.stream().filter(fact -> fact.future() && fact.change() instanceof UserCreated)
                .filter(this::isFirstOfItsId)
                .forEach(birth -> ended.add(Incarnation.bornOf(birth, false)));
        if (current.isEmpty()
                && facts.stream().anyMatch(fact -> fact.future() && fact.change() instanceof PolicyChange)) {
            ended.add(Incarnation.unbornSince(freedIn + 1));
        }
    }

    private void lapse(long second) {
        if (existence == Existence.NO && second - freedIn > memory) {
            existence = Existence.UNKNOWN;
            current.add(Incarnation.unbornSince(freedIn + 1));
        }
    }

    private boolean isFirstOfItsId(Fact birth) {
        String userId = ((UserCreated) birth.change()).userId();
        return userId == null || bornIds.add(userId);
    }

    private void endCurrent(long second, boolean deletion) {
        current.forEach(incarnation -> ended.add(incarnation.endedBy(second, deletion)));
        current = new ArrayList<>();
    }

    /** Creations and deletions take turns; who is left over lives on, and where several may be, each of them counts. */
    private void bear(long second, List<Fact> births, int deletions) {
        int leftOver = (existence == Existence.NO ? 0 : 1) + births.size() - deletions;
        boolean deletionMayBeTheirs = existence == Existence.UNKNOWN && deletions >= births.size();
        boolean orderUnknown = deletions > 0 && (births.size() > 1 || deletionMayBeTheirs);
        for (Fact birth : births) {
            Incarnation born = Incarnation.bornOf(birth, orderUnknown);
            if (leftOver > 0) {
                current.add(born);
            } else {
                ended.add(born.endedBy(second, true));
            }
        }
    }
}
