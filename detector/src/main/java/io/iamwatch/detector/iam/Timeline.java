package io.iamwatch.detector.iam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a slot may hold, second by second. The events of one second have no order: whatever is possible in any of
 * them is told.
 */
final class Timeline {

    /**
     * One value that a slot may have.
     *
     * @param opener what put it there
     * @param content an ARN, a document, a version; null where it is not known
     */
    record Value(Fact opener, String content) {
    }

    /**
     * What is possible over an interval.
     *
     * @param from first second (inclusive)
     * @param to last second (inclusive)
     * @param values what it may hold
     * @param mayBeEmpty whether it may hold nothing for some of the time
     * @param closers what emptied it, where something did
     */
    record Piece(long from, long to, List<Value> values, boolean mayBeEmpty, List<Fact> closers) {

        /** Returns whether it holds one value and nothing else, all the time. */
        boolean isCertain() {
            return values.size() == 1 && !mayBeEmpty;
        }

        Piece within(long first, long last) {
            return new Piece(Math.max(from, first), Math.min(to, last), values, mayBeEmpty, closers);
        }
    }

    /** What happens in one second: what somebody is born with, what was put, what was taken. */
    private record Second(List<Value> bornWith, List<Value> puts, List<Fact> clears, List<Fact> doubtful,
            List<Value> asserted, List<Fact> assertedEmpty) {

        Second() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    private final List<Piece> pieces;
    private final boolean orderUnknown;

    private Timeline(List<Piece> pieces, boolean orderUnknown) {
        this.pieces = pieces;
        this.orderUnknown = orderUnknown;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** Returns whether events of one second leave open what it holds at the end. */
    boolean orderUnknown() {
        return orderUnknown;
    }

    /** Returns what is possible in a second; null before anything is known. */
    Piece at(long second) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Piece piece = pieces.get(middle);
            if (piece.to() < second) {
                low = middle + 1;
            } else if (piece.from() > second) {
                high = middle - 1;
            } else {
                return piece;
            }
        }
        return null;
    }

    /** Returns the same, as long as something else exists. */
    Timeline within(long first, long last) {
        List<Piece> inside = pieces.stream().filter(piece -> piece.to() >= first && piece.from() <= last)
                .map(piece -> piece.within(first, last)).toList();
        return new Timeline(inside, orderUnknown);
    }

    /** Collects what happened to one slot. */
    static final class Builder {
        private final TreeMap<Long, Second> seconds = new TreeMap<>();
        private final TreeMap<Long, List<String>> refuted = new TreeMap<>();
        private final Set<Fact> proofs = new HashSet<>();
        private final boolean everyPutCounts;

        Builder() {
            this(false);
        }

        /**
         * Begins a slot.
         *
         * @param everyPutCounts whether putting what is there already is not the same as leaving it there
         */
        Builder(boolean everyPutCounts) {
            this.everyPutCounts = everyPutCounts;
        }

        private Second in(long second) {
            return seconds.computeIfAbsent(second, absent -> new Second());
        }

        void bornWith(Fact birth, String content) {
            in(birth.second()).bornWith().add(new Value(birth, content));
        }

        void put(Fact fact, String content) {
            in(fact.second()).puts().add(new Value(fact, content));
        }

        /**
         * A record that is dated far after its arrival ends nothing.
         *
         * @param certain whether it surely was this slot that was emptied
         */
        void clear(Fact fact, boolean certain) {
            if (!fact.future()) {
                Second second = in(fact.second());
                (certain ? second.clears() : second.doubtful()).add(fact);
            }
        }

        /** Somebody surely took what was there: it was open until then. */
        void clearOfSurely(Fact fact) {
            clear(fact, true);
            proofs.add(fact);
        }

        /** What it surely does not hold at the end of a second, and may not hold again. */
        void refute(long second, String content) {
            refuted.computeIfAbsent(second, absent -> new ArrayList<>()).add(content);
        }

        /** A snapshot found it so; an event of the five minutes before it, or later, says more. */
        void snapshot(Fact fact, String content, boolean there) {
            if (seconds.subMap(fact.second() - Snapshots.BEATEN_FOR_SECONDS, true, fact.second(), true).values()
                    .stream()
                    .anyMatch(second -> !second.puts().isEmpty() || !second.clears().isEmpty()
                            || !second.bornWith().isEmpty())) {
                return;
            }
            Second second = in(fact.second());
            if (there) {
                second.asserted().add(new Value(fact, content));
            } else {
                second.assertedEmpty().add(fact);
            }
        }

        /**
         * Follows the slot.
         *
         * @param knownEmpty whether it was empty before anything of this happened, as with the newborn
         */
        Timeline build(boolean knownEmpty) {
            List<Piece> pieces = new ArrayList<>();
            State state = new State(List.of(), knownEmpty, !knownEmpty, false, List.of());
            for (Map.Entry<Long, Second> entry : seconds.entrySet()) {
                if (!pieces.isEmpty()) {
                    Piece before = pieces.removeLast();
                    if (before.from() < entry.getKey()) {
                        pieces.add(before.within(before.from(), entry.getKey() - 1));
                    }
                }
                state = proven(entry.getKey(),
                        state.pass(entry.getKey(), entry.getValue(), everyPutCounts, pieces));
                pieces.add(new Piece(entry.getKey() + 1, Incarnation.OPEN, state.values, state.mayBeEmpty,
                        state.closers));
            }
            return new Timeline(List.copyOf(pieces), state.orderUnknown);
        }

        /** What a later call proves of what a second left open: what was taken was there, what was refuted was not. */
        private State proven(long second, State after) {
            Map.Entry<Long, Second> next = seconds.higherEntry(second);
            Set<String> not = new HashSet<>();
            refuted.subMap(second, next == null ? Long.MAX_VALUE : next.getKey()).values().forEach(not::addAll);
            State proven = after.without(not);
            return next != null && isOpenBefore(next.getValue()) ? proven.open() : proven;
        }

        /** Between two that take it somebody puts it there. */
        private boolean isOpenBefore(Second next) {
            return next.bornWith().isEmpty() && next.asserted().isEmpty() && next.assertedEmpty().isEmpty()
                    && next.clears().stream().filter(proofs::contains).count() > next.puts().size();
        }
    }

    /**
     * Between two seconds in which something happens.
     *
     * @param unknown whether nothing is known yet
     */
    private record State(List<Value> values, boolean mayBeEmpty, boolean unknown, boolean orderUnknown,
            List<Fact> closers) {

        State pass(long at, Second second, boolean everyPutCounts, List<Piece> pieces) {
            State before = second.bornWith().isEmpty()
                    ? this
                    : new State(second.bornWith(), false, false, false, List.of());
            List<Value> puts = distinct(second.puts(), everyPutCounts ? List.of() : before.values);
            if (!second.asserted().isEmpty() || !second.assertedEmpty().isEmpty()) {
                return before.found(at, second, pieces);
            }
            boolean cleared = !second.clears().isEmpty();
            boolean doubtful = !second.doubtful().isEmpty();
            pieces.add(new Piece(at, at, union(before.values, puts), before.mayBeEmpty || cleared || doubtful,
                    cleared ? second.clears() : before.closers));
            State after = second.puts().isEmpty() && !cleared ? before : before.after(second, puts);
            return doubtful ? after.orEmpty(second.doubtful()) : after;
        }

        private State open() {
            return values.isEmpty() || !mayBeEmpty
                    ? this
                    : new State(values, false, unknown, orderUnknown && values.size() > 1, List.of());
        }

        private State without(Set<String> contents) {
            List<Value> left = values.stream().filter(value -> !contents.contains(value.content())).toList();
            return left.isEmpty() || left.size() == values.size()
                    ? this
                    : new State(left, mayBeEmpty, unknown, orderUnknown && (mayBeEmpty || left.size() > 1), closers);
        }

        private State orEmpty(List<Fact> doubtful) {
            return new State(values, true, unknown, orderUnknown || !values.isEmpty(),
                    closers.isEmpty() ? doubtful : closers);
        }

        private State after(Second second, List<Value> puts) {
            int taken = second.clears().size();
            int given = second.puts().size();
            boolean wasClosed = values.isEmpty() && !unknown;
            boolean mayBeOpen = given > 0 && (wasClosed ? given > taken : given >= taken);
            boolean mayBeClosed = taken > 0;
            List<Value> now = mayBeOpen ? puts : List.of();
            return new State(now, mayBeClosed || !mayBeOpen, false, mayBeOpen && (mayBeClosed || now.size() > 1),
                    mayBeClosed ? second.clears() : List.of());
        }

        private State found(long at, Second second, List<Piece> pieces) {
            List<Value> found = distinct(second.asserted(), values);
            pieces.add(new Piece(at, at, union(values, found), true, closers));
            return new State(found, found.isEmpty(), false, false,
                    found.isEmpty() ? second.assertedEmpty() : List.of());
        }

        /** Of values alike the oldest counts: putting again what is there changes nothing. */
        private static List<Value> distinct(List<Value> puts, List<Value> before) {
            Map<String, Value> known = new HashMap<>();
            before.forEach(value -> known.putIfAbsent(String.valueOf(value.content()), value));
            Map<String, Value> distinct = new LinkedHashMap<>();
            puts.stream().sorted(java.util.Comparator.comparing(Value::opener))
                    .forEach(value -> distinct.putIfAbsent(String.valueOf(value.content()),
                            known.getOrDefault(String.valueOf(value.content()), value)));
            return List.copyOf(distinct.values());
        }

        private static List<Value> union(List<Value> one, List<Value> other) {
            List<Value> union = new ArrayList<>(one);
            other.stream().filter(value -> !union.contains(value)).forEach(union::add);
            return List.copyOf(union);
        }
    }
}
