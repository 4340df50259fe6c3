package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.toList;

import io.iamwatch.contracts.finding.AdminActivity;
import io.iamwatch.contracts.finding.StillSucceeding;
import io.iamwatch.detector.event.CallResult;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a user, and the sessions that it asked for, did in a stretch of time, as far as it is remembered: firsts and
 * lasts from all that is, counts from the {@link Sample}.
 */
final class Aftermath {

    /** IAM needs some seconds until a measure holds everywhere. */
    private static final long MEASURES_TAKE_SECONDS = 60;

    private final Session session;
    private final Life life;
    private final long tellsFrom;
    private final long from;
    private final long until;
    private final List<Fact> facts = new ArrayList<>();
    private final List<Fact> issuing = new ArrayList<>();
    private final Map<Long, Sample.Entry> calls = new HashMap<>();
    private final List<Counted> counted = new ArrayList<>();

    /** A call that a sample holds, and the sample. */
    private record Counted(Sample.Entry call, Sample sample) {
    }

    /**
     * Looks at what is remembered under all names of a user.
     *
     * @param tellsFrom the second from which its first calls are told
     * @param from first second (inclusive)
     * @param until last second (inclusive)
     */
    Aftermath(Session session, Life life, long tellsFrom, long from, long until) {
        this.session = session;
        this.life = life;
        this.tellsFrom = tellsFrom;
        this.from = from;
        this.until = until;
        for (Subject name : life.names()) {
            add(session.node(Subject.deeds(name.name())));
        }
        facts.sort(null);
        issuing.sort(null);
    }

    /**
     * Returns the calls that succeeded in spite of what was done against a user; null where none did.
     *
     * @param tellsFrom the second from which its first calls are told
     * @param measure the second of the last measure
     * @param until last second (inclusive)
     */
    static StillSucceeding succeeding(Session session, Life life, long tellsFrom, long measure, long until) {
        Aftermath after = new Aftermath(session, life, tellsFrom, measure + MEASURES_TAKE_SECONDS + 1, until);
        after.calls.values().removeIf(call -> call.result() != CallResult.DONE || !call.needsRights());
        Group group = after.group(call -> call.result() == CallResult.DONE && call.needsRights());
        return group.isEmpty()
                ? null
                : new StillSucceeding(measure * 1000, group.count(), group.firstMillis(), group.lastMillis(),
                        after.values(Sample.Entry::service).stream().limit(AdminActivity.MAX_LISTED).toList());
    }

    /**
     * Returns the first second whose calls may be told of: a session may have been asked for a window before its user
     * became an administrator, which is longer than a session lives.
     *
     * @param decidedBefore the first second whose history may still change a decision
     * @param window the longest window of the rules, seconds
     */
    static long rememberedFrom(long decidedBefore, long window) {
        return decidedBefore - window;
    }

    private void add(Node node) {
        for (Fact fact : Deeds.kept(node.facts(), tellsFrom)) {
            Change.Acted acted = (Change.Acted) fact.change();
            if (life.isWho(acted.userId(), fact.second())) {
                boolean mayLive = from - session.memory() <= fact.second() && fact.second() <= until;
                if (acted.issuedKey() != null && mayLive) {
                    issuing.add(fact);
                }
                if (isInTime(fact.second())) {
                    facts.add(fact);
                    Sample.Entry call = Sample.Entry.of(fact.event());
                    calls.put(call.hash(), call);
                }
            }
        }
        if (node.sample() != null) {
            for (Sample.Entry call : node.sample().calls()) {
                if (isInTime(call.second()) && life.isWho(call.userId(), call.second())) {
                    calls.put(call.hash(), call);
                    counted.add(new Counted(call, node.sample()));
                }
            }
        }
    }

    private boolean isInTime(long second) {
        return from <= second && second <= until;
    }

    /** Returns the calls in that time whose records may be quoted, in the order of identities. */
    List<Fact> facts() {
        return facts;
    }

    /** Returns the calls that handed out sessions, not long before that time at most, in the order of identities. */
    List<Fact> issuing() {
        return issuing;
    }

    /** Returns the firsts of each kind, which tell the story. */
    List<Fact> firsts(Set<String> knownSources) {
        Set<Deeds.Kind> seen = new HashSet<>();
        List<Fact> firsts = new ArrayList<>();
        for (Fact fact : facts) {
            boolean first = false;
            for (Deeds.Kind kind : Deeds.kinds(fact.event())) {
                boolean known = kind.sort() == Deeds.Sort.SOURCE && knownSources.contains(kind.name());
                first |= seen.add(kind) && !known;
            }
            if (first) {
                firsts.add(fact);
            }
        }
        return firsts;
    }

    /** Calls of one kind. */
    final class Group {
        private final Predicate<Sample.Entry> wanted;
        private final List<Sample.Entry> known;

        private Group(Predicate<Sample.Entry> wanted) {
            this.wanted = wanted;
            this.known = calls.values().stream().filter(wanted)
                    .sorted(Comparator.comparingLong(Sample.Entry::second)).collect(toList());
        }

        boolean isEmpty() {
            return known.isEmpty();
        }

        /** Returns the first second. */
        long first() {
            return known.getFirst().second();
        }

        /** Returns the first one in milliseconds; null where there is none. */
        Long firstMillis() {
            return isEmpty() ? null : (Long) (first() * 1000);
        }

        /** Returns the last one as it is told, in milliseconds; null where there is none. */
        Long lastMillis() {
            return isEmpty() ? null : (Long) (told(first(), known.getLast().second()) * 1000);
        }

        /** Returns how many there were, as it is told; at least those of which something is known. */
        long count() {
            double count = counted.stream().filter(one -> wanted.test(one.call()))
                    .mapToDouble(one -> one.sample().standsFor(1_000_000) / 1_000_000.0).sum();
            return coarse(Math.max(Math.round(count), known.size()));
        }
    }

    Group group(Predicate<Sample.Entry> wanted) {
        return new Group(wanted);
    }

    /** Returns the different values of calls, in the order of firsts. */
    List<String> values(java.util.function.Function<Sample.Entry, String> value) {
        return calls.values().stream()
                .sorted(Comparator.comparingLong(Sample.Entry::second).thenComparingLong(Sample.Entry::hash)).map(value)
                .filter(text -> text != null).distinct().toList();
    }

    /** To the minute in the first hour, to the hour after that: what is called all the time is told now and then. */
    private long told(long first, long last) {
        long grain = last - from < 3600 ? 60 : 3600;
        return Math.max(first, from + Math.floorDiv(last - from, grain) * grain);
    }

    private static long coarse(long count) {
        return count <= AdminActivity.EXACT_CALLS ? count : Long.highestOneBit(count);
    }
}
