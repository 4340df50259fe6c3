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
 * denies something is there as a whole or not at all: it never grants without denying. Of the texts that a place
 * may hold one counts at a time: what was replaced grants nothing together with what replaced it.
 */
final class Possibility {

    /** Beyond that nothing protects: of policies whose presence is uncertain the allows count and the denies do not. */
    private static final int MAX_POSSIBILITIES = 64;
    private static final int MOST_DOUBTFUL_WAYS = 6;

    /** Deployments replace many policies in one second: beyond that what only allows counts together. */
    private static final int MOST_APART = 16;

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

    /** Returns all that have to be looked at; where they are too many, texts that only allow count together. */
    static List<Possibility> of(List<Held.Known> held, List<Moment.Cap> caps) {
        List<Possibility> apart = of(held, caps, true);
        List<Possibility> possibilities = apart.isEmpty() ? of(held, caps, false) : apart;
        return possibilities.isEmpty() ? List.of(unprotected(held)) : possibilities;
    }

    /**
     * Returns the combinations; none where they are too many.
     *
     * @param apart whether of texts that only allow one counts at a time, too
     */
    private static List<Possibility> of(List<Held.Known> held, List<Moment.Cap> caps, boolean apart) {
        // A membership brings all that the group has, or nothing.
        List<Object> doubtful = held.stream().filter(Held.Known::wayMayBeAbsent)
                .filter(known -> known.policy().document().hasDeny()).map(known -> known.choice().way()).distinct()
                .toList();
        List<Possibility> possibilities = new ArrayList<>();
        if (doubtful.size() > MOST_DOUBTFUL_WAYS) {
            return List.of();
        }
        for (int left = 0; left < 1 << doubtful.size(); left++) {
            Set<Object> absent = new HashSet<>();
            for (int way = 0; way < doubtful.size(); way++) {
                if ((left & 1 << way) != 0) {
                    absent.add(doubtful.get(way));
                }
            }
            possibilities.addAll(of(held, caps, absent, apart));
            if (possibilities.size() > (apart ? MOST_APART : MAX_POSSIBILITIES)) {
                return List.of();
            }
        }
        return possibilities;
    }

    private static List<Possibility> of(List<Held.Known> all, List<Moment.Cap> caps, Set<Object> absentWays,
            boolean apart) {
        List<Held.Known> held = all.stream().filter(known -> !absentWays.contains(known.choice().way())).toList();
        Map<Held.Choice, List<Held.Known>> uncertain = held.stream()
                .collect(groupingBy(Held.Known::choice, LinkedHashMap::new, java.util.stream.Collectors.toList()));
        uncertain.values().removeIf(
                texts -> texts.stream().noneMatch(Possibility::mayDeny) && !(apart && texts.size() > 1));
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
                if (alternatives.stream().anyMatch(Held.Known::mayBeAbsent)
                        && alternatives.stream().anyMatch(Possibility::mayDeny)) {
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

    /** Returns whether a policy of a group denies anything. */
    boolean isDeniedByGroups() {
        return policies.stream().anyMatch(policy -> policy.holder().groupArn() != null && policy.document().hasDeny());
    }

    /** Returns the same without what comes from groups. */
    Possibility without(List<Bond> memberships) {
        Set<Object> more = new HashSet<>(absent);
        more.addAll(memberships);
        return new Possibility(policies.stream().filter(policy -> policy.holder().groupArn() == null).toList(), cap,
                ways, more);
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
