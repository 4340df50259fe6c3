package io.iamwatch.detector.detection;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rule;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One history told in two orders of arrival: what stands in the end has to be equal. */
final class ArrivalOrders {

    /** So long after its start a snapshot may come. */
    private static final int SNAPSHOT_DELAY = Integer.getInteger("snapshotDelay", RandomAccount.HORIZON);

    /** Windows and a horizon so small that much is folded. */
    static final Rules RULES = rules(RandomAccount.WINDOW, RandomAccount.HORIZON);

    private final Map<Happening, Scenario.Arrival> records = new HashMap<>();

    /** The default rules with one window for all of them and another horizon, both in seconds. */
    static Rules rules(int window, int horizon) {
        Map<RuleId, Rule> rules = new EnumMap<>(Rules.DEFAULT.rules());
        rules.replaceAll((id, rule) -> rule.window() == null
                ? rule
                : new Rule(rule.enabled(), rule.severity(), Duration.ofSeconds(window), rule.threshold()));
        rules.put(RuleId.NEW_ADMIN_USER, new Rule(true, Severity.CRITICAL, Duration.ofSeconds(window), null));
        return new Rules(Duration.ofSeconds(horizon), rules, Rules.DEFAULT.automation(), List.of());
    }

    /**
     * Returns the same in another order: each comes when the account's clock is at most the horizon ahead of it; some
     * come twice.
     */
    static List<Happening> shuffled(List<Happening> happenings, Random random) {
        List<Happening> told = new ArrayList<>(happenings);
        happenings.stream().filter(happening -> random.nextInt(6) == 0).forEach(told::add);
        int haste = random.nextInt(3);
        Map<Integer, Long> due = new HashMap<>();
        IntStream.range(0, told.size()).forEach(i -> {
            Happening happening = told.get(i);
            int most = happening.isBaseline() ? SNAPSHOT_DELAY : RandomAccount.HORIZON;
            int delay = haste == 0
                    ? random.nextInt(most + 1)
                    : haste == 1 ? random.nextBoolean() ? 0 : most : random.nextInt(30);
            due.put(i, happening.second() + delay);
        });
        List<Integer> places = new ArrayList<>(IntStream.range(0, told.size()).boxed().toList());
        java.util.Collections.shuffle(places, random);
        places.sort(Comparator.comparing(due::get));
        return places.stream().map(told::get).toList();
    }

    /** Returns whether each comes in time. */
    static boolean isInTime(List<Happening> told) {
        long clock = Long.MIN_VALUE;
        for (Happening happening : told) {
            clock = Math.max(clock, happening.second());
            int most = happening.isBaseline() ? SNAPSHOT_DELAY : RandomAccount.HORIZON;
            if (clock - happening.second() > most) {
                return false;
            }
        }
        return true;
    }

    CoreRun run(List<Happening> told) {
        CoreRun run = new CoreRun(RULES);
        long clock = 0;
        for (Happening happening : told) {
            clock = Math.max(clock, happening.second());
            Scenario.Arrival record = records.computeIfAbsent(happening, ArrivalOrders::record);
            run.accept(new Scenario.Arrival(record.account(), record.record(),
                    (Scenario.EPOCH + clock + 1) * 1000, record.baseline()));
        }
        return run;
    }

    static Scenario.Arrival record(Happening happening) {
        return Scenario.of("random", List.of(happening.line(happening.second() + 1), "expect nothing")).arrivals()
                .getFirst();
    }

    /** Returns what differs, for people; empty where nothing does. */
    String difference(List<Happening> one, List<Happening> other) {
        String failure = "";
        CoreRun first = null;
        CoreRun second = null;
        try {
            first = run(one);
            second = run(other);
        } catch (RuntimeException | AssertionError thrown) {
            failure = thrown.getClass() + ": " + thrown.getMessage() + "\n";
        }
        return !failure.isEmpty()
                || LateSnapshots.comparable(first, one).equals(LateSnapshots.comparable(second, one))
                        ? failure
                        : difference("in order", first, second) + difference("shuffled", second, first);
    }

    private static String difference(String name, CoreRun run, CoreRun other) {
        StringBuilder text = new StringBuilder();
        run.standing().forEach((uid, finding) -> {
            String is = run.comparable().get(uid);
            if (is != null && !is.equals(other.comparable().get(uid))) {
                text.append(name).append(": ").append(CoreRun.words(finding)).append(' ')
                        .append(finding.links().stream().map(link -> link.eventId()).toList()).append('\n');
            }
        });
        return text.toString();
    }

    /** A smaller pair that still fails. */
    record Pair(List<Happening> one, List<Happening> other) {

        Pair without(List<Happening> happenings) {
            return new Pair(one.stream().filter(each -> !happenings.contains(each)).toList(),
                    other.stream().filter(each -> !happenings.contains(each)).toList());
        }

        Pair withoutRepetition(int place) {
            List<Happening> fewer = new ArrayList<>(other);
            fewer.remove(place);
            return new Pair(one, fewer);
        }
    }

    /** Leaves away what does not matter: events, repetitions, displacements. */
    Pair shrink(Pair failing) {
        Pair best = failing;
        for (int length = failing.one().size() / 2; length > 1; length /= 2) {
            best = withoutPieces(best, length);
        }
        for (boolean smaller = true; smaller;) {
            smaller = false;
            for (Pair candidate : smaller(best)) {
                if (fails(candidate)) {
                    best = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /** Many events at once, as long as there are many that do not matter. */
    private Pair withoutPieces(Pair failing, int length) {
        Pair best = failing;
        int from = 0;
        while (from < best.one().size()) {
            Pair candidate = best.without(best.one().subList(from, Math.min(from + length, best.one().size())));
            if (fails(candidate)) {
                best = candidate;
            } else {
                from += length;
            }
        }
        return best;
    }

    private boolean fails(Pair pair) {
        return isInTime(pair.other()) && !difference(pair.one(), pair.other()).isEmpty();
    }

    private static List<Pair> smaller(Pair pair) {
        List<Pair> smaller = new ArrayList<>();
        pair.one().forEach(happening -> smaller.add(pair.without(List.of(happening))));
        for (int i = pair.other().size() - 1; i >= 0; i--) {
            if (pair.other().indexOf(pair.other().get(i)) < i) {
                smaller.add(pair.withoutRepetition(i));
            }
        }
        for (int i = 0; i + 1 < pair.other().size(); i++) {
            int before = pair.one().indexOf(pair.other().get(i));
            int after = pair.one().indexOf(pair.other().get(i + 1));
            if (before > after) {
                List<Happening> closer = new ArrayList<>(pair.other());
                closer.add(i, closer.remove(i + 1));
                smaller.add(new Pair(pair.one(), closer));
            }
        }
        return smaller;
    }

    /** Returns a scenario file's lines for each order, and what differs. */
    String story(Pair pair) {
        return "\n# one order\n" + lines(pair.one()) + "# the other\n" + lines(pair.other())
                + difference(pair.one(), pair.other());
    }

    private static String lines(List<Happening> told) {
        StringBuilder lines = new StringBuilder();
        TreeSet<Long> clock = new TreeSet<>();
        told.forEach(happening -> {
            clock.add(happening.second());
            lines.append(happening.line(clock.last() + 1)).append('\n');
        });
        return lines.toString();
    }
}
