package io.iamwatch.detector.detection;

import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The life of a random account as it is told: out of order, some of it more than once, some of it never. */
public final class ToldHistory {

    private ToldHistory() {
    }

    /**
     * Returns what arrives, in its order: what changes identities, snapshots, and what users and sessions did.
     *
     * @param account its id
     */
    public static List<Scenario.Arrival> of(String account, Random random) {
        List<Happening> happened = new ArrayList<>(RandomAccount.withSnapshots(random));
        if (random.nextBoolean()) {
            happened = new ArrayList<>(RandomDeeds.among(happened, random));
        }
        happened.removeIf(happening -> random.nextInt(10) == 0);
        List<Scenario.Arrival> told = new ArrayList<>();
        long clock = 0;
        for (Happening happening : ArrivalOrders.shuffled(happened, random)) {
            clock = Math.max(clock, happening.second());
            told.add(record(happening.with("account=" + account), clock + 1));
        }
        return told;
    }

    private static Scenario.Arrival record(Happening happening, long arrives) {
        return Scenario.of("told", List.of(happening.line(arrives), "expect nothing")).arrivals().getFirst();
    }

    /** Returns rules by which much of such a life is forgotten: windows and horizon are short. */
    public static Rules rules() {
        return ArrivalOrders.RULES;
    }

    /**
     * Returns the same with others.
     *
     * @param window of every rule, seconds
     * @param horizon of lateness, seconds
     */
    public static Rules rules(int window, int horizon) {
        return ArrivalOrders.rules(window, horizon);
    }
}
