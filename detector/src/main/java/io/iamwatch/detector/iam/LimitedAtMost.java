package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.Grading;
import io.iamwatch.detector.policy.Holder;
import io.iamwatch.detector.policy.Interest;
import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.PrincipalKind;
import io.iamwatch.detector.policy.Standpoint;
import io.iamwatch.detector.policy.Surroundings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells that somebody can never have been more than limited by itself: not even with all at once that it was ever
 * given, and nothing denied. Second by second need be looked at only for the others. Only what AWS's own policies
 * allow is put together: nobody can write so much into them that a search gives up.
 */
final class LimitedAtMost {

    /** A principal has ten or twenty at a time; through many more a search might give up. */
    private static final int MOST_TOGETHER = 20;

    private final World world;
    private final Life life;
    private final Map<String, LivePolicy> telling = new LinkedHashMap<>();
    private final List<String> groupArns = new ArrayList<>();
    /** It has a policy or a group of which more than its facts would have to be known. */
    private boolean mayChangeItself;

    private LimitedAtMost(World world, Life life) {
        this.world = world;
        this.life = life;
    }

    /** Returns on whom else its rights may rest, where it is limited by itself; empty where it may be more. */
    static Optional<Set<Interest>> interests(World world, Life life, PrincipalKind kind) {
        LimitedAtMost all = new LimitedAtMost(world, life);
        return all.collect(life.facts(), null) && all.isLimited(kind)
                ? Optional.of(all.interests())
                : Optional.empty();
    }

    /** Returns whether everything was seen, and what bears on a grade is AWS's. */
    private boolean collect(List<Fact> facts, String groupArn) {
        for (Fact fact : facts) {
            if (!collect(fact, groupArn)) {
                return false;
            }
        }
        return true;
    }

    private boolean collect(Fact fact, String groupArn) {
        long second = fact.second();
        return switch (fact.change()) {
            case Change.Attached(var subject, String arn) -> attach(arn, second, groupArn);
            case Change.Joined(var subject, String group) -> join(group, second);
            case Change.Snapshot snapshot -> snapshot.attached().stream().allMatch(arn -> attach(arn, second, groupArn))
                    && snapshot.groups().stream().allMatch(group -> join(group, second))
                    && world.harmless().areAllHarmless(snapshot.inline().values());
            default -> world.harmless().isHarmless(fact);
        };
    }

    private boolean attach(String arn, long second, String groupArn) {
        mayChangeItself |= !AwsManagedPolicies.isAws(arn);
        if (world.harmless().isHarmlessPolicy(arn, second)) {
            return true;
        }
        Optional<PolicyDocument> shipped = world.harmless().asShipped(arn);
        shipped.ifPresent(
                document -> telling.put(arn, new LivePolicy(document, false, new Holder(groupArn, false), arn)));
        return shipped.isPresent();
    }

    private boolean join(String name, long second) {
        List<Fact> facts = world.known().facts(Subject.group(name));
        if (!Harmless.isSeenSince(facts, second)) {
            return false;
        }
        String arn = arn(facts);
        mayChangeItself |= arn == null;
        return groupArns.contains(arn) || (groupArns.add(arn) && collect(facts, arn));
    }

    private static String arn(List<Fact> group) {
        String arn = null;
        for (Fact fact : group) {
            if (fact.change() instanceof Change.Born born) {
                arn = born.arn();
            } else if (fact.change() instanceof Change.Snapshot snapshot && arn == null) {
                arn = snapshot.arn();
            }
        }
        return arn;
    }

    private boolean isLimited(PrincipalKind kind) {
        if (telling.isEmpty()) {
            return true;
        }
        if (telling.size() > MOST_TOGETHER || mayChangeItself || kind == PrincipalKind.GROUP || hasOtherArns()) {
            return false;
        }
        String account = world.known().account();
        String arn = life.arnAt(Incarnation.OPEN, account);
        Standpoint everything = new Standpoint(life.partition(), account, kind,
                arn.substring(arn.lastIndexOf('/') + 1), arn, life.uniqueId(),
                List.copyOf(telling.values()), Optional.empty(), groupArns, List.of(), Surroundings.NOTHING_KNOWN);
        return Grading.grade(everything).grade() == Grade.LIMITED;
    }

    private boolean hasOtherArns() {
        return life.stays().size() > 1
                || life.arnChanges().stream().anyMatch(second -> !life.isBorn() || second != life.firstSecond());
    }

    private Set<Interest> interests() {
        return telling.isEmpty()
                ? Set.of()
                : Grading.interests(telling.values().stream().map(LivePolicy::document).toList(), life.partition(),
                        world.known().account(), life.nameAt(Incarnation.OPEN));
    }
}
