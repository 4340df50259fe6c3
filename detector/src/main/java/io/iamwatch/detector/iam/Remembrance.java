package io.iamwatch.detector.iam;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.iamwatch.detector.event.Change.PolicyChange;
import io.iamwatch.detector.event.Change.UserDeleted;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Picks the facts that made the present: without them, a name's living incarnation would not be what it is. */
public final class Remembrance {

    private Remembrance() {
    }

    /**
     * Returns the facts to keep of those older than a second: births of the incarnations that lived in it or later,
     * what first made them administrators, and the newest changes of each of their edges. Where an unborn
     * administrator's life has ended, all stays: nothing but the history of the name tells it from the next unborn
     * life.
     *
     * @param second seconds since 1970, event time
     * @param memory for how many seconds a deletion is remembered
     */
    public static Set<Fact> ofPresent(List<Fact> facts, long second, long memory) {
        List<AdminLife> administrators = Administrators.among(facts, memory);
        if (administrators.stream().map(AdminLife::incarnation).anyMatch(life -> !life.isBorn() && !life.lives())) {
            return Set.copyOf(facts);
        }
        List<Incarnation> lives = Lives.of(facts, memory);
        Ownership ownership = new Ownership(lives, facts);
        Set<Fact> kept = new HashSet<>();
        for (Incarnation incarnation : lives) {
            if (incarnation.lastSecond() >= second) {
                keepBirth(incarnation, kept);
                keepEdges(ownership.changesOf(incarnation, facts).filter(fact -> fact.second() < second).toList(),
                        kept);
            }
        }
        keepLastDeletion(facts, second, memory, kept);
        administrators.stream().filter(life -> life.incarnation().lastSecond() >= second)
                .forEach(life -> kept.addAll(life.grants()));
        return kept;
    }

    private static void keepBirth(Incarnation incarnation, Set<Fact> kept) {
        if (incarnation.isBorn()) {
            kept.add(incarnation.birth());
        }
    }

    /** The last deletion says that the name is free, as long as that is known. */
    private static void keepLastDeletion(List<Fact> facts, long second, long memory, Set<Fact> kept) {
        List<Fact> deletions = facts.stream()
                .filter(fact -> fact.change() instanceof UserDeleted && fact.second() < second).toList();
        if (!deletions.isEmpty() && deletions.getLast().second() >= second - memory) {
            kept.addAll(newest(deletions));
        }
    }

    private static void keepEdges(List<Fact> changes, Set<Fact> kept) {
        edges(changes).forEach(edge -> kept.addAll(sinceLastDecided(edge)));
    }

    private static Collection<List<Fact>> edges(List<Fact> changes) {
        return changes.stream().collect(groupingBy(fact -> ((PolicyChange) fact.change()).policyArn())).values();
    }

    /** The newest second whose changes are of one kind says what the edge was; what came before does not matter. */
    private static List<Fact> sinceLastDecided(List<Fact> changes) {
        long decided = changes.stream().collect(groupingBy(Fact::second, TreeMap::new, toList())).descendingMap()
                .entrySet()
                .stream().filter(second -> isOfOneKind(second.getValue())).findFirst().map(Map.Entry::getKey)
                .orElse(Long.MIN_VALUE);
        return changes.stream().filter(fact -> fact.second() >= decided).toList();
    }

    private static boolean isOfOneKind(List<Fact> changes) {
        return changes.stream().map(fact -> ((PolicyChange) fact.change()).attaches()).distinct().count() == 1;
    }

    private static List<Fact> newest(List<Fact> changes) {
        return changes.stream().collect(groupingBy(Fact::second, TreeMap::new, toList()))
                .lastEntry().getValue();
    }
}
