package io.iamwatch.detector.iam;

import static java.util.stream.Collectors.groupingBy;

import io.iamwatch.detector.event.Change.PolicyAttached;
import io.iamwatch.detector.event.Change.PolicyChange;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds who was an administrator, and since when, in all that is known of one name. A function of the set of facts:
 * in which order they arrived, and how often, does not matter.
 */
public final class Administrators {

    private Administrators() {
    }

    /**
     * Returns the incarnations of the name that were administrators.
     *
     * @param memory for how many seconds a deletion is remembered
     */
    public static List<AdminLife> among(List<Fact> facts, long memory) {
        List<Incarnation> incarnations = Lives.of(facts, memory);
        Ownership ownership = new Ownership(incarnations, facts);
        return incarnations.stream()
                .flatMap(life -> adminLife(life, ownership.changesOf(life, facts).toList(),
                        ownership.leavesOrderOpen(life)).stream())
                .toList();
    }

    /** Returns whether a change of that policy can make an administrator, or end one. */
    public static boolean concern(PolicyChange change) {
        return AwsManagedPolicies.grade(change.policyArn()).isAdmin();
    }

    private static Optional<AdminLife> adminLife(Incarnation incarnation, List<Fact> changes,
            boolean someoneElsesDetachment) {
        List<Fact> adminChanges = changes.stream().filter(fact -> concern((PolicyChange) fact.change())).toList();
        OptionalLong ta = grants(adminChanges).mapToLong(Fact::second).min();
        if (ta.isEmpty()) {
            return Optional.empty();
        }
        List<Fact> first = grants(adminChanges).filter(fact -> fact.second() == ta.getAsLong())
                .sorted(Comparator.comparing(fact -> fact.event().id())).toList();
        Collection<List<Fact>> byPolicy = adminChanges.stream()
                .collect(groupingBy(fact -> ((PolicyChange) fact.change()).policyArn())).values();
        List<Edge> edges = byPolicy.stream().map(policy -> Edge.after(policy, incarnation.isBorn())).toList();
        boolean orderUnknown = someoneElsesDetachment || incarnation.orderUnknown()
                || edges.stream().anyMatch(Edge::orderUnknown);
        boolean stillAdmin = incarnation.lives() && edges.stream().anyMatch(Edge::mayBeOpen);
        return Optional.of(new AdminLife(incarnation, ta.getAsLong(), first, stillAdmin, orderUnknown));
    }

    private static Stream<Fact> grants(List<Fact> changes) {
        return changes.stream().filter(fact -> fact.change() instanceof PolicyAttached);
    }
}
