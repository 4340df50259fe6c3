package io.iamwatch.detector.iam;

import static java.util.stream.Collectors.groupingBy;

import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a principal may have had at one instant within a second. Where the order of events is unknown, a policy that
 * denies something is there as a whole or not at all: it never grants without denying.
 */
final class Possibility {

    /** Beyond that nothing protects: of policies whose presence is uncertain the allows count and the denies do not. */
    private static final int MAX_POSSIBILITIES = 64;
    private static final int MOST_DOUBTFUL_WAYS = 6;

    private final List<LivePolicy> policies;
    private final Moment.Cap cap;
    private final Map<LivePolicy, List<Fact>> ways;
    private final Set<Object> absent;

    private Possibility(List<LivePolicy> policies, Moment.Cap cap, Map<LivePolicy, List<Fact>> ways,
            Set<Object> absent) {
        this.policies = policies;
        this.cap = cap;
        this.ways = ways;
        this.absent = absent;
    }

    /** Returns all that have to be looked at. */
    static List<Possibility> of(List<Held.Known> held, List<Moment.Cap> caps) {
        // A membership brings all that the group has, or nothing.
        List<Object> doubtful = held.stream().filter(Held.Known::wayMayBeAbsent)
                .filter(known -> known.policy().document().hasDeny()).map(known -> known.choice().way()).distinct()
                .toList();
        List<Possibility> possibilities = new ArrayList<>();
        for (int left = 0; left < 1 << Math.min(doubtful.size(), MOST_DOUBTFUL_WAYS); left++) {
            Set<Object> absent = new HashSet<>();
            for (int way = 0; way < doubtful.size(); way++) {
                if ((left & 1 << way) != 0) {
                    absent.add(doubtful.get(way));
                }
            }
            possibilities.addAll(of(held, caps, absent));
        }
        boolean tooMany = doubtful.size() > MOST_DOUBTFUL_WAYS || possibilities.size() > MAX_POSSIBILITIES;
        return tooMany ? List.of(unprotected(held)) : possibilities;
    }

    private static List<Possibility> of(List<Held.Known> all, List<Moment.Cap> caps, Set<Object> absentWays) {
        List<Held.Known> held = all.stream().filter(known -> !absentWays.contains(known.choice().way())).toList();
        Map<Held.Choice, List<Held.Known>> uncertain = held.stream().filter(Possibility::mayDeny)
                .collect(groupingBy(Held.Known::choice, LinkedHashMap::new, java.util.stream.Collectors.toList()));
        // All contents of a place are alternatives, those that deny nothing among them.
        held.stream().filter(known -> uncertain.containsKey(known.choice()) && !mayDeny(known))
                .forEach(known -> uncertain.get(known.choice()).add(known));
        List<Held.Known> always = held.stream().filter(known -> !uncertain.containsKey(known.choice())).toList();
        List<List<Held.Known>> combinations = combinations(uncertain);
        List<Possibility> possibilities = new ArrayList<>();
        for (List<Held.Known> chosen : combinations) {
            for (Moment.Cap cap : caps) {
                Set<Object> absent = new HashSet<>(absentWays);
                uncertain.keySet().forEach(choice -> absent.add(choice.slot()));
                chosen.forEach(known -> absent.remove(known.choice().slot()));
                possibilities.add(possibility(always, chosen, cap, absent));
            }
        }
        return possibilities;
    }

    private static boolean mayDeny(Held.Known known) {
        return !known.policy().deniesHold() && known.policy().document().hasDeny();
    }

    private static List<List<Held.Known>> combinations(Map<Held.Choice, List<Held.Known>> uncertain) {
        List<List<Held.Known>> combinations = new ArrayList<>(List.of(List.of()));
        for (List<Held.Known> alternatives : uncertain.values()) {
            List<List<Held.Known>> longer = new ArrayList<>();
            for (List<Held.Known> combination : combinations) {
                for (Held.Known alternative : alternatives) {
                    List<Held.Known> one = new ArrayList<>(combination);
                    one.add(alternative);
                    longer.add(one);
                }
                if (alternatives.stream().anyMatch(Held.Known::mayBeAbsent)) {
                    longer.add(combination);
                }
            }
            if (longer.size() > MAX_POSSIBILITIES) {
                return longer;
            }
            combinations = longer;
        }
        return combinations;
    }

    private static Possibility possibility(List<Held.Known> always, List<Held.Known> chosen, Moment.Cap cap,
            Set<Object> absent) {
        List<LivePolicy> policies = new ArrayList<>();
        Map<LivePolicy, List<Fact>> ways = new HashMap<>();
        for (Held.Known known : always) {
            policies.add(known.policy());
            ways.put(known.policy(), known.facts());
        }
        for (Held.Known known : chosen) {
            LivePolicy policy = known.policy();
            LivePolicy present = new LivePolicy(policy.document(), true, policy.holder(), policy.policyArn());
            policies.add(present);
            ways.put(present, known.facts());
        }
        return new Possibility(policies, cap, ways, absent);
    }

    private static Possibility unprotected(List<Held.Known> held) {
        List<Held.Known> unprotected = held.stream().map(known -> new Held.Known(
                new LivePolicy(known.policy().document(), known.policy().deniesHold() && !known.wayMayBeAbsent(),
                        known.policy().holder(), known.policy().policyArn()),
                known.facts(), known.choice(), known.mayBeAbsent(), known.wayMayBeAbsent())).toList();
        return possibility(unprotected, List.of(), new Moment.Cap(java.util.Optional.empty(), false), Set.of());
    }

    /** Returns whether it goes without a membership, or without an attached policy. */
    boolean isWithout(Bond bond) {
        return absent.contains(bond) || absent.contains(bond.arn());
    }

    List<LivePolicy> policies() {
        return policies;
    }

    Moment.Cap cap() {
        return cap;
    }

    /** Returns how the principal comes to have a policy. */
    List<Fact> way(LivePolicy policy) {
        return ways.getOrDefault(policy, List.of());
    }

    Possibility under(Moment.Cap other) {
        return new Possibility(policies, other, ways, absent);
    }

    Possibility with(LivePolicy policy) {
        List<LivePolicy> more = new ArrayList<>(policies);
        more.add(policy);
        return new Possibility(more, cap, ways, absent);
    }

    /** Returns what two possibilities have alike that give the same grade. */
    Object likeness() {
        List<Object> likeness = new ArrayList<>();
        policies.forEach(policy -> likeness.addAll(Arrays.asList(new Same(policy.document()), policy.deniesHold(),
                policy.holder(), policy.policyArn())));
        likeness.add(cap.document().map(Same::new));
        return likeness;
    }

    /** A parsed document is one object for one text: to compare what it says would take longer than to grade it. */
    private record Same(PolicyDocument document) {

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Same same && same.document == document;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(document);
        }
    }
}
