package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.policy.AttachedPolicy;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.policy.Cause;
import io.iamwatch.detector.policy.Grading;
import io.iamwatch.detector.policy.Interest;
import io.iamwatch.detector.policy.LivePolicy;
import io.iamwatch.detector.policy.PolicyDocument;
import io.iamwatch.detector.policy.PrincipalKind;
import io.iamwatch.detector.policy.Standpoint;
import io.iamwatch.detector.policy.Surroundings;
import io.iamwatch.detector.policy.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what a principal may do, second by second: wherever something changes, its policies are evaluated. */
public final class Assessor {

    private final World world;
    private final Life life;
    private Landscape landscape;
    private final Set<PolicyDocument> relevant = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    private final Map<List<Object>, Graded> verdicts = new HashMap<>();
    private NavigableSet<Long> ownChanges;

    private Assessor(World world, Life life) {
        this.world = world;
        this.life = life;
        this.landscape = new Landscape(world, life, Set.of());
    }

    /**
     * Returns what a user, group or role may do.
     *
     * @param since what was before that second is told by one interval alone; {@link Incarnation#BEGINNING} for all
     */
    public static Assessment assess(World world, Life life, long since) {
        return new Assessor(world, life).assess(since);
    }

    private Assessment assess(long since) {
        Optional<Set<Interest>> ofLimited = landscape.isEmpty()
                ? LimitedAtMost.interests(world, life, kind())
                : Optional.empty();
        if (ofLimited.isPresent() && isAlone(ofLimited.get())) {
            return new Assessment(life, List.of(), false, ofLimited.get(), life.orderUnknown());
        }
        List<Stretch> stretches = new ArrayList<>();
        boolean partial = follow(since, stretches);
        Set<Interest> restsOn = relevantInterests();
        if (!restsOn.isEmpty()) {
            // Most are what they are by themselves: the others are looked at only for who is not.
            Landscape others = new Landscape(world, life, restsOn);
            if (!others.isEmpty()) {
                landscape = others;
                stretches.clear();
                partial = follow(since, stretches);
            }
        }
        boolean open = life.orderUnknown() || leavesOrderOpen(life)
                || (life.kind() == EntityKind.USER && world.memberships(life).stream()
                        .anyMatch(bond -> bond.timeline().orderUnknown()
                                || (bond.other() != null && leavesOrderOpen(bond.other()))));
        return new Assessment(life, List.copyOf(stretches), partial, restsOn, open);
    }

    /** Returns whether there is nobody through whom it could be more. */
    private boolean isAlone(Set<Interest> interests) {
        return interests.isEmpty() || new Landscape(world, life, interests).isEmpty();
    }

    /** Follows the principal's rights, and returns whether the first interval only tells what was before. */
    private boolean follow(long since, List<Stretch> stretches) {
        long begin = life.isBorn() ? life.firstSecond() - Ownership.SKEW_SECONDS : Incarnation.BEGINNING;
        NavigableSet<Long> changes = changes().subSet(begin, true, life.lastSecond(), true);
        Long before = since == Incarnation.BEGINNING ? null : changes.lower(since);
        for (long second : before == null ? changes : changes.tailSet(before, true)) {
            Stretch now = stretch(second);
            Stretch last = stretches.isEmpty() ? null : stretches.getLast();
            if (last != null && last.isAlike(now)) {
                continue;
            }
            if (last != null) {
                stretches.set(stretches.size() - 1, last.until(second - 1));
            }
            stretches.add(now);
        }
        return before != null;
    }

    /** Who is an administrator by itself rests on nobody. */
    private Set<Interest> relevantInterests() {
        return relevant.isEmpty()
                ? Set.of()
                : Grading.interests(relevant, life.partition(), world.known().account(), life.nameAt(Incarnation.OPEN));
    }

    private boolean leavesOrderOpen(Life principal) {
        return world.holdings(principal).orderUnknown() || world.attachments(principal).stream()
                .anyMatch(bond -> bond.timeline().orderUnknown()
                        || world.content(bond.arn(), bond.other()).orderUnknown())
                || boundaries(principal).stream().anyMatch(PolicyContent::orderUnknown);
    }

    /** Returns the seconds in which something changes that bears on the principal. */
    private NavigableSet<Long> changes() {
        if (ownChanges == null) {
            ownChanges = ownChanges();
        }
        if (landscape.isEmpty()) {
            return ownChanges;
        }
        NavigableSet<Long> seconds = new TreeSet<>(ownChanges);
        landscape.addChanges(seconds);
        return seconds;
    }

    private NavigableSet<Long> ownChanges() {
        NavigableSet<Long> seconds = new TreeSet<>();
        addChanges(life, seconds);
        addNames(life, seconds);
        if (life.kind() == EntityKind.USER) {
            for (Bond bond : world.memberships(life)) {
                add(bond.timeline(), seconds);
                if (bond.other() != null) {
                    addChanges(bond.other(), seconds);
                    addNames(bond.other(), seconds);
                    bond.other().facts().stream().filter(fact -> !fact.isEvent()).map(Fact::second)
                            .forEach(seconds::add);
                }
            }
        }
        return seconds;
    }

    /** In the second of a renaming it has both names, afterwards one. */
    private static void addNames(Life principal, Set<Long> seconds) {
        principal.arnChanges().forEach(second -> {
            seconds.add(second);
            seconds.add(second + 1);
        });
    }

    private void addChanges(Life principal, Set<Long> seconds) {
        world.holdings(principal).timelines().values().forEach(timeline -> add(timeline, seconds));
        for (Bond bond : world.attachments(principal)) {
            add(bond.timeline(), seconds);
            world.content(bond.arn(), bond.other()).addChanges(seconds);
        }
        boundaries(principal).forEach(content -> content.addChanges(seconds));
    }

    private List<PolicyContent> boundaries(Life principal) {
        Timeline timeline = world.holdings(principal).timelines().get(Slots.BOUNDARY);
        return timeline == null
                ? List.of()
                : timeline.pieces().stream().flatMap(piece -> piece.values().stream())
                        .flatMap(value -> new Moment(world, value.opener().second()).boundaryContents(value).stream())
                        .toList();
    }

    private static void add(Timeline timeline, Set<Long> seconds) {
        timeline.pieces().forEach(piece -> {
            seconds.add(piece.from());
            if (piece.to() != Incarnation.OPEN) {
                seconds.add(piece.to() + 1);
            }
        });
    }

    private Stretch stretch(long second) {
        Moment moment = new Moment(world, second);
        List<Held.Known> known = new ArrayList<>();
        List<Subject> unseen = new ArrayList<>();
        List<Fact> unseenBy = new ArrayList<>();
        for (Held one : moment.held(life)) {
            switch (one) {
                case Held.Known policy -> known.add(policy);
                case Held.Unseen(Subject what, List<Fact> facts) -> {
                    unseen.add(what);
                    facts.stream().filter(fact -> !unseenBy.contains(fact)).forEach(unseenBy::add);
                }
            }
        }
        List<Moment.Cap> caps = moment.caps(life);
        Ranked best = null;
        Possibility held = null;
        List<Possibility> possibilities = Possibility.of(known, caps);
        for (Possibility possible : possibilities) {
            Ranked ranked = grade(second, moment, possible);
            if (best == null || ranked.isBefore(best)) {
                best = ranked;
                held = possible;
            }
        }
        if (!best.verdict().grade().isAdmin() || best.rank() > 0) {
            known.forEach(policy -> relevant.add(policy.policy().document()));
            caps.forEach(cap -> cap.document().ifPresent(relevant::add));
            attached(second, moment, groups(moment, held), held)
                    .forEach(policy -> relevant.addAll(policy.storedVersions()));
        }
        List<Fact> causes = causes(second, best.verdict(), held, moment);
        boolean aloneUnderCondition = false;
        if (best.verdict().grade().isAdmin() && restOnGroups(causes)) {
            Optional<ByItself> own = byItself(second, moment, possibilities, best);
            if (own.isPresent() && isMore(best.verdict(), own.get().verdict())) {
                aloneUnderCondition = true;
            } else if (own.isPresent()) {
                best = new Ranked(own.get().verdict(), best.rank());
                causes = causes(second, own.get().verdict(), own.get().held(), moment);
            }
        }
        unseenBy.sort(null);
        return new Stretch(second, life.lastSecond(), best.verdict(), best.rank(), causes,
                unseen.stream().distinct().toList(), List.copyOf(unseenBy), held.cap().unseen(),
                aloneUnderCondition);
    }

    /** What a principal has at an instant without its groups, and what that makes it. */
    private record ByItself(Ranked ranked, Possibility held) {

        Verdict verdict() {
            return ranked.verdict();
        }
    }

    /**
     * Who is as much by itself has a story of its own, which the group's does not tell. It is by itself, too, if it is
     * so through another: that one does not rest on its groups, as long as its rank is no higher. Under a condition it
     * still is one when it leaves the group. What needs nobody comes first: whoever could join the group, too, with
     * what it had a moment before is not that by the group.
     */
    private Optional<ByItself> byItself(long second, Moment moment, List<Possibility> possibilities, Ranked best) {
        ByItself found = null;
        for (Possibility possible : possibilities) {
            if (!possible.isDeniedByGroups() && !isMore(best.verdict(), grade(second, moment, possible).verdict())) {
                Possibility alone = possible.without(world.memberships(life));
                Ranked own = grade(second, moment, alone);
                if (own.verdict().grade().compareTo(best.verdict().grade()) >= 0 && own.rank() <= best.rank() + 1
                        && (found == null || own.isBefore(found.ranked()))) {
                    found = new ByItself(own, alone);
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private boolean restOnGroups(List<Fact> causes) {
        return life.kind() == EntityKind.USER && causes.stream().anyMatch(fact -> fact.change() instanceof Change.Joined
                || fact.change().subject().kind() == EntityKind.GROUP);
    }

    private static boolean isMore(Verdict one, Verdict other) {
        int grades = one.grade().compareTo(other.grade());
        return grades > 0 || (grades == 0 && other.conditional() && !one.conditional());
    }

    /** A verdict, and the policies that its causes refer to. */
    private record Graded(Verdict verdict, List<LivePolicy> policies) {

        /** Returns the same about policies that are alike. */
        Verdict as(List<LivePolicy> others) {
            List<Cause> causes = verdict.causes().stream().map(cause -> cause.policy() == null
                    ? cause
                    : new Cause(others.get(policies.indexOf(cause.policy())), cause.statement())).toList();
            return new Verdict(verdict.grade(), verdict.conditional(), causes, verdict.clause(), verdict.through());
        }
    }

    private record Ranked(Verdict verdict, int rank) {

        /** Of what is as much, that which needs the fewest others: they may rest on this one. */
        boolean isBefore(Ranked other) {
            return isMore(verdict, other.verdict) || (rank < other.rank && !isMore(other.verdict, verdict));
        }
    }

    /** Who is an administrator by another has that one's rank and one more: no circle proves itself. */
    private Ranked grade(long second, Moment moment, Possibility held) {
        Verdict verdict = grade(second, moment, held, Surroundings.NOTHING_KNOWN);
        if (verdict.grade().isAdmin() || landscape.isEmpty()) {
            return new Ranked(verdict, 0);
        }
        for (int rank : landscape.ranksAt(second)) {
            Verdict through = grade(second, moment, held, landscape.at(second, rank));
            if (through.grade().isAdmin()) {
                return new Ranked(through, rank + 1);
            }
        }
        return new Ranked(verdict, 0);
    }

    private Verdict grade(long second, Moment moment, Possibility held, Surroundings surroundings) {
        Verdict best = null;
        for (String arn : moment.arns(life)) {
            Verdict verdict = grade(second, moment, held, surroundings, arn);
            if (best == null || isMore(verdict, best)) {
                best = verdict;
            }
        }
        return best;
    }

    private Verdict grade(long second, Moment moment, Possibility held, Surroundings surroundings, String arn) {
        List<Life> groups = groups(moment, held);
        List<String> groupArns = moment.groupArns(life, groups, held);
        List<AttachedPolicy> attached = attached(second, moment, groups, held);
        List<Object> key = List.of(arn, groupArns, surroundings, held.likeness(), attached);
        Graded known = verdicts.get(key);
        if (known != null) {
            return known.as(held.policies());
        }
        Verdict verdict = Grading.grade(new Standpoint(life.partition(), world.known().account(), kind(),
                arn.substring(arn.lastIndexOf('/') + 1), arn, life.uniqueId(), held.policies(),
                held.cap().document(), groupArns, attached, surroundings));
        verdicts.put(key, new Graded(verdict, held.policies()));
        return verdict;
    }

    /** Where the rights rest on being in a group, whoever put the user there is part of the story. */
    private List<Fact> joined(String groupArn, long second, Moment moment) {
        return life.kind() != EntityKind.USER
                ? List.of()
                : world.memberships(life).stream()
                        .filter(bond -> moment.mayHold(bond) && moment.groupArns(life, bond).contains(groupArn))
                        .map(bond -> bond.timeline().at(second).values().getFirst().opener()).toList();
    }

    private List<Life> groups(Moment moment, Possibility held) {
        return life.kind() == EntityKind.USER
                ? moment.groups(life, held)
                : life.kind() == EntityKind.GROUP ? List.of(life) : List.of();
    }

    private PrincipalKind kind() {
        return switch (life.kind()) {
            case USER -> PrincipalKind.USER;
            case GROUP -> PrincipalKind.GROUP;
            case ROLE -> PrincipalKind.ROLE;
            case POLICY, ACTOR, ACCOUNT, ASSIGNMENT, TRAIL, DEEDS, RECENT, GUARDS ->
                throw new IllegalStateException(life.kind() + " has no rights");
        };
    }

    private List<AttachedPolicy> attached(long second, Moment moment, List<Life> groups, Possibility held) {
        List<AttachedPolicy> attached = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Life> holders = new ArrayList<>(groups);
        holders.add(life);
        for (Life holder : holders) {
            for (Bond bond : world.attachments(holder)) {
                if (moment.mayHold(bond) && !held.isWithout(bond) && !AwsManagedPolicies.isAws(bond.arn())
                        && seen.add(bond.arn())) {
                    attached.add(new AttachedPolicy(bond.arn(),
                            world.content(bond.arn(), bond.other()).stored(second)));
                }
            }
        }
        attached.sort(Comparator.comparing(AttachedPolicy::arn));
        return attached;
    }

    private List<Fact> causes(long second, Verdict verdict, Possibility held, Moment moment) {
        Set<Fact> causes = new LinkedHashSet<>();
        verdict.causes().forEach(cause -> {
            if (cause.policy() != null) {
                causes.addAll(held.way(cause.policy()));
            }
        });
        causes.addAll(landscape.causes(second, verdict));
        verdict.through().ifPresent(other -> causes.addAll(joined(other.arn(), second, moment)));
        if (verdict.grade().isAdmin()) {
            causes.addAll(new Removals(world, life, second, moment,
                    possible -> grade(second, moment, possible, Surroundings.NOTHING_KNOWN)).without(held));
        }
        List<Fact> ordered = new ArrayList<>(causes);
        ordered.sort(null);
        return List.copyOf(ordered);
    }
}
