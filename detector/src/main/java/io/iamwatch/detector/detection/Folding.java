package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.toSet;

import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.Remembrance;
import io.iamwatch.detector.iam.World;
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
     * Returns the facts of a name that are to be remembered.
     *
     * @param world what is known of the account
     * @param standing alerts about the name, or about names that are connected with it
     * @param lives the lives at the name
     * @param before seconds since 1970, event time (exclusive): facts of that second and later stay as they are
     * @param memory for how many seconds a deletion is remembered
     */
    static List<Fact> fold(World world, Subject name, List<Fact> facts, List<Standing> standing, List<Life> lives,
            long before, long memory) {
        if (facts.size() > MAX_FACTS) {
            return withoutMiddle(facts, standing);
        }
        if (isNotDue(facts, before)) {
            return facts;
        }
        Set<EventId> links = links(standing);
        Set<Fact> kept = Remembrance.ofPresent(world, name, facts, lives, links, before, memory);
        return facts.stream()
                .filter(fact -> fact.second() >= before || kept.contains(fact) || links.contains(fact.id())).toList();
    }

    /** Returns whether all facts are young enough, and few enough, to stay. */
    static boolean isNotDue(List<Fact> facts, long before) {
        return facts.size() <= MAX_FACTS && (facts.isEmpty() || facts.getFirst().second() >= before);
    }

    /** What stands keeps its evidence; of the rest the older half goes, whatever it could still have changed. */
    private static List<Fact> withoutMiddle(List<Fact> facts, List<Standing> standing) {
        Set<EventId> links = standing.stream().flatMap(alert -> alert.finding().links().stream())
                .limit(MAX_FACTS / 2).collect(toSet());
        int half = facts.size() - MAX_FACTS / 2;
        List<Fact> remaining = new ArrayList<>(
                facts.subList(0, half).stream().filter(fact -> links.contains(fact.id())).toList());
        remaining.addAll(facts.subList(half, facts.size()));
        return remaining;
    }

    private static Set<EventId> links(List<Standing> standing) {
        return standing.stream().flatMap(alert -> alert.finding().links().stream()).collect(toSet());
    }

    /**
     * Returns the facts of an actor, or of an account, that are to be remembered: a series is forgotten as a whole, or
     * its alert would begin anew in the middle of it.
     */
    static List<Fact> foldEpisodes(List<Fact> facts, long pause, long before) {
        if (facts.size() > MAX_FACTS) {
            List<Fact> bounded = new ArrayList<>(facts.subList(0, MAX_FACTS / 10));
            bounded.addAll(facts.subList(facts.size() - MAX_FACTS / 2, facts.size()));
            return bounded;
        }
        if (facts.isEmpty() || facts.getFirst().second() >= before) {
            return facts;
        }
        List<Fact> remaining = new ArrayList<>();
        for (List<Fact> episode : Episodes.of(facts, pause)) {
            if (episode.getLast().second() >= before) {
                remaining.addAll(episode);
            }
        }
        remaining.sort(null);
        return remaining;
    }

    /** An alert whose facts are all forgotten stands for ever as it was told. */
    static List<Standing> stillTold(List<Standing> standing, List<Fact> remaining) {
        Set<EventId> remembered = remaining.stream().map(Fact::id).collect(toSet());
        return standing.stream().filter(alert -> remembered.contains(alert.finding().links().getFirst())).toList();
    }
}
