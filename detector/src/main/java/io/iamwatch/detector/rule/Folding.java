package io.iamwatch.detector.rule;

import static java.util.stream.Collectors.toSet;

import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Remembrance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Forgets what can change no decision any more: of history older than window and horizon only what made the present
 * stays. State so grows with what exists, not with what happened.
 */
final class Folding {

    /** The most facts of one name: nobody can fill the state, or slow the detector down, with one name. */
    static final int MAX_FACTS = 1000;

    private Folding() {
    }

    /**
     * Folds.
     *
     * @param memory for how many seconds a deletion is remembered
     * @param before seconds since 1970, event time (exclusive): facts of that second and later stay as they are
     */
    static History fold(History history, long before, long memory) {
        List<Fact> facts = history.facts();
        if (facts.size() > MAX_FACTS) {
            return withoutMiddle(history);
        }
        if (facts.isEmpty() || facts.getFirst().second() >= before) {
            return history;
        }
        Set<Fact> kept = Remembrance.ofPresent(facts, before, memory);
        List<Fact> remaining = facts.stream().filter(fact -> fact.second() >= before || kept.contains(fact)).toList();
        return new History(remaining, stillTold(history.standing(), remaining));
    }

    /** What stands keeps its evidence; of the rest the older half goes, whatever it could still have changed. */
    private static History withoutMiddle(History history) {
        Set<EventId> links = history.standing().stream().flatMap(alert -> alert.finding().links().stream())
                .limit(MAX_FACTS / 2).collect(toSet());
        List<Fact> facts = history.facts();
        int half = facts.size() - MAX_FACTS / 2;
        List<Fact> remaining = new ArrayList<>(
                facts.subList(0, half).stream().filter(fact -> links.contains(fact.event().id())).toList());
        remaining.addAll(facts.subList(half, facts.size()));
        return new History(remaining, stillTold(history.standing(), remaining));
    }

    /** An alert whose facts are all forgotten stands for ever as it was told. */
    private static List<Standing> stillTold(List<Standing> standing, List<Fact> remaining) {
        Set<EventId> remembered = remaining.stream().map(fact -> fact.event().id()).collect(toSet());
        return standing.stream().filter(alert -> remembered.containsAll(alert.finding().links())).toList();
    }
}
