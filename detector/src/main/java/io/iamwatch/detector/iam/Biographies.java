package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All lives of the names that renamings connect with one name: they are found together, since who is renamed takes
 * along what it has. One unique id under two names connects them too: the renaming is still to come, or is lost.
 *
 * @param names the names, the one that was asked for first
 * @param lives the lives
 */
public record Biographies(List<Subject> names, List<Life> lives) {

    /** So many names are followed; nobody renames a user that often for a good reason. */
    public static final int MAX_NAMES = 32;

    static Biographies of(Known known, Subject subject) {
        Map<String, Subject> names = connected(known, subject);
        Map<String, List<Incarnation>> stays = new LinkedHashMap<>();
        names.forEach((key, name) -> stays.put(key, Lives.of(name, known.facts(name), known.memory())));
        return new Biographies(List.copyOf(names.values()), lives(known, names, stays));
    }

    private static Map<String, Subject> connected(Known known, Subject subject) {
        Map<String, Subject> names = new LinkedHashMap<>();
        ArrayDeque<Subject> queue = new ArrayDeque<>(List.of(subject));
        while (!queue.isEmpty() && names.size() < MAX_NAMES) {
            Subject name = queue.poll();
            if (names.putIfAbsent(name.key(), name) == null) {
                for (Fact fact : known.facts(name)) {
                    if (fact.change() instanceof Change.Renamed renamed && renamed.moves()) {
                        queue.add(renamed.subject());
                        queue.add(renamed.renamed());
                    }
                    fact.movableId().ifPresent(id -> queue.addAll(known.namesOf(id)));
                }
            }
        }
        return names;
    }

    private static List<Life> lives(Known known, Map<String, Subject> names, Map<String, List<Incarnation>> stays) {
        Map<Incarnation, Incarnation> next = new HashMap<>();
        Set<Incarnation> continued = new HashSet<>();
        List<Incarnation> all = new ArrayList<>();
        stays.values().forEach(all::addAll);
        // Of two that took one name away in a second the same one goes on, whichever name was asked for.
        List<Incarnation> arrivals = new ArrayList<>(all);
        arrivals.removeIf(stay -> !stay.isArrival());
        arrivals.sort(Comparator.comparing(Incarnation::start));
        arrivals.forEach(arrival -> predecessor(arrival, stays, next).ifPresent(before -> {
            next.put(before, arrival);
            continued.add(arrival);
        }));
        Map<String, Ownership> ownerships = new HashMap<>();
        names.forEach((key, name) -> ownerships.put(key, new Ownership(stays.get(key), known.facts(name))));
        List<Life> lives = new ArrayList<>();
        for (Incarnation stay : all) {
            if (!continued.contains(stay)) {
                lives.add(life(stay, next, ownerships, known.memory()));
            }
        }
        return lives;
    }

    /** Who left a name in the second of a renaming; the youngest, where several may have. */
    private static Optional<Incarnation> predecessor(Incarnation arrival, Map<String, List<Incarnation>> stays,
            Map<Incarnation, Incarnation> next) {
        String from = arrival.start().change().subject().key();
        return stays.getOrDefault(from, List.of()).stream()
                .filter(stay -> stay.lastSecond() == arrival.firstSecond() && !stay.lives())
                .filter(stay -> !stay.equals(arrival) && !next.containsKey(stay))
                .max(Comparator.comparing((Incarnation stay) -> stay.end() == Incarnation.End.MOVED)
                        .thenComparingLong(Incarnation::firstSecond));
    }

    private static Life life(Incarnation first, Map<Incarnation, Incarnation> next,
            Map<String, Ownership> ownerships, long memory) {
        List<Incarnation> stays = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        Set<Fact> doubtful = new HashSet<>();
        Set<Incarnation> seen = new HashSet<>();
        for (Incarnation stay = first; stay != null && seen.add(stay); stay = next.get(stay)) {
            stays.add(stay);
            Ownership ownership = ownerships.get(stay.subject().key());
            facts.addAll(ownership.of(stay));
            if (stay.isArrival()) {
                facts.add(stay.start());
            }
            doubtful.addAll(ownership.doubtful(stay));
        }
        facts.sort(null);
        return new Life(stays, facts, doubtful, memory);
    }
}
