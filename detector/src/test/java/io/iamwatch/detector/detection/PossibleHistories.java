package io.iamwatch.detector.detection;

import io.iamwatch.detector.detection.SimulatedAccount.Entity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that can have happened: the events of each second in every order that IAM would let succeed, from every state
 * in which the second before can have ended. What a later second refutes is left out.
 */
final class PossibleHistories {

    /** A state after some of a second's events. */
    private static final class State {
        private final SimulatedAccount account;
        private final long second;
        private final List<State> before = new ArrayList<>();
        private boolean possible;

        State(SimulatedAccount account, long second) {
            this.account = account;
            this.second = second;
        }
    }

    private final List<State> all = new ArrayList<>();
    private final Oracle oracle = new Oracle();
    private Collection<State> last;

    PossibleHistories(List<Happening> happenings) {
        TreeMap<Long, List<Happening>> seconds = new TreeMap<>();
        happenings.forEach(
                happening -> seconds.computeIfAbsent(happening.second(), second -> new ArrayList<>()).add(happening));
        last = List.of(new State(new SimulatedAccount(), Long.MIN_VALUE));
        seconds.forEach(this::pass);
        last.forEach(PossibleHistories::mark);
        all.removeIf(state -> !state.possible);
    }

    private void pass(long second, List<Happening> events) {
        List<Map<String, State>> afterEvents = new ArrayList<>();
        for (int done = 0; done < 1 << events.size(); done++) {
            afterEvents.add(new LinkedHashMap<>());
        }
        last.forEach(state -> afterEvents.getFirst().put(state.account.toString(), state));
        for (int done = 0; done < afterEvents.size(); done++) {
            for (State state : afterEvents.get(done).values()) {
                for (int next = 0; next < events.size(); next++) {
                    SimulatedAccount account = state.account.copy();
                    if ((done & 1 << next) == 0 && account.happens(events.get(next))) {
                        State after = afterEvents.get(done | 1 << next).computeIfAbsent(account.toString(), text -> {
                            State made = new State(account, second);
                            all.add(made);
                            return made;
                        });
                        after.before.add(state);
                    }
                }
            }
        }
        last = afterEvents.getLast().values();
    }

    private static void mark(State state) {
        if (!state.possible) {
            state.possible = true;
            state.before.forEach(PossibleHistories::mark);
        }
    }

    /** Returns whether they can have happened at all. */
    boolean arePossible() {
        return !last.isEmpty();
    }

    /** Returns everybody who ever lived, policies not, by unique id. */
    Map<String, Entity> everybody() {
        Map<String, Entity> everybody = new TreeMap<>();
        all.forEach(state -> state.account.entities().stream().filter(entity -> !entity.kind.equals("policy"))
                .forEach(entity -> everybody.putIfAbsent(entity.id, entity)));
        return everybody;
    }

    /** Returns the seconds in which somebody may have been an administrator, of those in which something happened. */
    SortedSet<Long> administrator(String id) {
        TreeSet<Long> seconds = new TreeSet<>();
        all.stream().filter(state -> oracle.administrators(state.account).contains(id))
                .forEach(state -> seconds.add(state.second));
        return seconds;
    }

    /**
     * Returns the seconds in which a user became an administrator, or may have, and that is not its groups' story: in
     * none of the second's states a group that became one makes it one, and in none before it was one.
     */
    SortedSet<Long> administratorByItself(String id) {
        TreeSet<Long> seconds = new TreeSet<>();
        for (long second : administrator(id)) {
            List<Set<String>> before = before(second).map(state -> oracle.administrators(state.account)).toList();
            Set<String> always = new TreeSet<>(before.isEmpty() ? Set.of() : before.getFirst());
            before.forEach(always::retainAll);
            boolean was = before.stream().anyMatch(administrators -> administrators.contains(id));
            boolean byItself = in(second).filter(state -> oracle.administrators(state.account).contains(id))
                    .allMatch(state -> oracle.isByItself(state.account, id, always));
            if (!was && byItself) {
                seconds.add(second);
            }
        }
        return seconds;
    }

    /** A second is the grain: who is one at the beginning of the second before has not ceased to be. */
    private Stream<State> before(long second) {
        long previous = lastSecondBefore(second);
        return previous < second - 1
                ? in(previous)
                : Stream.concat(in(previous), in(previous).flatMap(state -> state.before.stream())).distinct();
    }

    private Stream<State> in(long second) {
        return all.stream().filter(state -> state.second == second);
    }

    private long lastSecondBefore(long second) {
        return all.stream().mapToLong(state -> state.second).filter(other -> other < second).max()
                .orElse(Long.MIN_VALUE);
    }

    /** Returns whether somebody may be an administrator in the end. */
    boolean isStillAdministrator(String id) {
        Set<Boolean> still = new TreeSet<>();
        last.forEach(state -> still.add(oracle.administrators(state.account).contains(id)));
        return still.contains(true);
    }
}
