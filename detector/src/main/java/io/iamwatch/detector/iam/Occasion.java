package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.Grading;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.Surroundings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What happened when a principal's rights became what they are. Where all that they rest on was found by a
 * snapshot, the occasion is none of it: a deny that is gone, a boundary that allows more, somebody else who became
 * an administrator.
 */
public final class Occasion {

    private final World world;
    private final long second;
    private final Set<Life> seen = new LinkedHashSet<>();

    private Occasion(World world, long second) {
        this.world = world;
        this.second = second;
    }

    /** Returns an interval that is told with the calls that were its occasion, where no other call made it so. */
    public static Stretch of(World world, Life life, Stretch stretch) {
        return stretch.causes().stream().anyMatch(Fact::isEvent)
                ? stretch
                : stretch.because(calls(world, life, stretch));
    }

    /**
     * Returns the calls of the second in which an interval begins, to whatever bears on the principal; none where a
     * snapshot was taken of any of that in the same second: what it found is nobody's doing.
     */
    public static List<Fact> calls(World world, Life life, Stretch stretch) {
        return new Occasion(world, stretch.from()).calls(life, stretch);
    }

    private List<Fact> calls(Life life, Stretch stretch) {
        follow(life, Optional.of(stretch));
        addPoliciesThatBegin(life, stretch);
        List<Fact> then = seen.stream().flatMap(Occasion::history).filter(fact -> fact.second() == second).distinct()
                .toList();
        return then.stream().allMatch(Fact::isEvent)
                ? then.stream().filter(fact -> isOfRights(fact.change())).toList()
                : List.of();
    }

    private static Stream<Fact> history(Life life) {
        return Stream.concat(life.isBorn() ? Stream.of(life.birth()) : Stream.empty(), life.facts().stream());
    }

    private static boolean isOfRights(Change change) {
        return !(change instanceof Change.CredentialIssued || change instanceof Change.CredentialClosed
                || change instanceof Change.Denied || change instanceof Change.Acted);
    }

    /** Adds a principal, and the others by whom it is what it is. */
    private void follow(Life principal, Optional<Stretch> stretch) {
        if (!seen.add(principal)) {
            return;
        }
        addPolicies(principal);
        if (principal.kind() == EntityKind.USER) {
            world.memberships(principal).stream().map(Bond::other).filter(group -> group != null && seen.add(group))
                    .toList().forEach(this::addPolicies);
        }
        stretch.flatMap(now -> now.verdict().through()).ifPresent(other -> lives(other)
                .forEach(life -> follow(life, stretchOf(life))));
    }

    private void addPolicies(Life principal) {
        world.attachments(principal).stream().map(Bond::other).filter(policy -> policy != null).forEach(seen::add);
        Timeline boundary = world.holdings(principal).timelines().get(Slots.BOUNDARY);
        if (boundary != null) {
            boundary.pieces().stream().flatMap(piece -> piece.values().stream()).map(Timeline.Value::content)
                    .filter(arn -> arn != null).distinct()
                    .forEach(arn -> seen.addAll(livesAt(Subject.policy(arn))));
        }
    }

    /** A condition may admit a policy that only became an administrator's. */
    private void addPoliciesThatBegin(Life life, Stretch stretch) {
        List<PolicyDocument> documents = stretch.verdict().causes().stream().filter(cause -> cause.policy() != null)
                .map(cause -> cause.policy().document()).toList();
        world.known().administrators(EntityKind.POLICY, AdminSpans.MOST_LOOKED_AT).stream()
                .filter(policy -> policy.beginIn(second)
                        && Grading.admits(documents, life.partition(), world.known().account(),
                                life.nameAt(Incarnation.OPEN), policy.spans().getLast().arn()))
                .forEach(policy -> seen.addAll(livesAt(policy.subject())));
    }

    private List<Life> lives(Surroundings.Principal other) {
        List<Life> lives = new ArrayList<>();
        for (EntityKind kind : EntityKind.values()) {
            if (kind.isPrincipal() && other.arn().contains(":" + kind.word() + "/")) {
                lives.addAll(livesAt(new Subject(kind, other.name())));
            }
        }
        return lives;
    }

    private List<Life> livesAt(Subject name) {
        return world.biographies(name).lives().stream()
                .filter(life -> life.firstSecond() <= second && second <= life.lastSecond()).toList();
    }

    private Optional<Stretch> stretchOf(Life life) {
        return Assessor.assess(world, life, Incarnation.BEGINNING).stretches().stream()
                .filter(stretch -> stretch.from() <= second && second <= stretch.to()).findFirst();
    }
}
