package io.iamwatch.detector.iam;

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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what a principal may do, second by second: wherever something changes, its policies are evaluated. */
public final class Assessor {

    private final World world;
    private final Life life;
    private final Landscape landscape;
    private final Set<Interest> interests;
    private final Map<List<Object>, Graded> verdicts = new HashMap<>();

    private Assessor(World world, Life life) {
        this.world = world;
        this.life = life;
        this.interests = Grading.interests(documents(), life.partition(), world.known().account(),
                life.nameAt(Incarnation.OPEN));
        this.landscape = new Landscape(world, life, interests);
    }

    /** Returns what a user, group or role may do. */
    public static Assessment assess(World world, Life life) {
        return new Assessor(world, life).assess();
    }

    private Assessment assess() {
        List<Stretch> stretches = new ArrayList<>();
        long begin = life.isBorn() ? life.firstSecond() - Ownership.SKEW_SECONDS : Incarnation.BEGINNING;
        for (long second : changes()) {
            if (second < begin || second > life.lastSecond()) {
                continue;
            }
            Stretch now = stretch(second);
            Stretch before = stretches.isEmpty() ? null : stretches.getLast();
            if (before != null && before.isAlike(now)) {
                continue;
            }
            if (before != null) {
                stretches.set(stretches.size() - 1, before.until(second - 1));
            }
            stretches.add(now);
        }
        boolean open = life.orderUnknown() || leavesOrderOpen(life)
                || (life.kind() == EntityKind.USER && world.memberships(life).stream()
                        .anyMatch(bond -> bond.timeline().orderUnknown()
                                || (bond.other() != null && leavesOrderOpen(bond.other()))));
        return new Assessment(life, List.copyOf(stretches), interests, open);
    }

    private boolean leavesOrderOpen(Life principal) {
        return world.holdings(principal).orderUnknown() || world.attachments(principal).stream()
                .anyMatch(bond -> bond.timeline().orderUnknown()
                        || world.content(bond.arn(), bond.other()).orderUnknown());
    }

    /** Returns the seconds in which something changes that bears on the principal. */
    private Set<Long> changes() {
        TreeSet<Long> seconds = new TreeSet<>();
        addChanges(life, seconds);
        seconds.addAll(life.arnChanges());
        if (life.kind() == EntityKind.USER) {
            for (Bond bond : world.memberships(life)) {
                add(bond.timeline(), seconds);
                if (bond.other() != null) {
                    addChanges(bond.other(), seconds);
                    bond.other().facts().stream().filter(fact -> !fact.isEvent()).map(Fact::second)
                            .forEach(seconds::add);
                }
            }
        }
        landscape.addChanges(seconds);
        return seconds;
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

    /** Returns every document that the principal ever had, as far as is remembered. */
    private Collection<PolicyDocument> documents() {
        Set<PolicyDocument> documents = new LinkedHashSet<>();
        addDocuments(life, documents);
        if (life.kind() == EntityKind.USER) {
            world.memberships(life).stream().map(Bond::other).filter(java.util.Objects::nonNull).distinct()
                    .forEach(group -> addDocuments(group, documents));
        }
        return documents;
    }

    private void addDocuments(Life principal, Set<PolicyDocument> documents) {
        world.holdings(principal).timelines().forEach((slot, timeline) -> {
            if (Slots.isInline(slot)) {
                timeline.pieces().stream().flatMap(piece -> piece.values().stream())
                        .forEach(value -> world.texts().document(value.content()).ifPresent(documents::add));
            }
        });
        for (Bond bond : world.attachments(principal)) {
            PolicyContent content = world.content(bond.arn(), bond.other());
            documents.addAll(content.stored());
            content.at(Incarnation.OPEN).forEach(text -> text.document().ifPresent(documents::add));
        }
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
        for (Possibility possible : Possibility.of(known, caps)) {
            Ranked ranked = grade(second, moment, possible);
            if (best == null || isMore(ranked.verdict(), best.verdict())) {
                best = ranked;
                held = possible;
            }
        }
        List<Fact> causes = causes(second, best.verdict(), held, moment);
        unseenBy.sort(null);
        return new Stretch(second, life.lastSecond(), best.verdict(), best.rank(), causes,
                unseen.stream().distinct().toList(), List.copyOf(unseenBy), held.cap().unseen());
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
        String arn = moment.arn(life);
        List<Life> groups = life.kind() == EntityKind.USER
                ? moment.groups(life)
                : life.kind() == EntityKind.GROUP ? List.of(life) : List.of();
        List<String> groupArns = groups.stream().map(moment::arn).distinct().toList();
        List<AttachedPolicy> attached = attached(second, moment, groups);
        List<Object> key = List.of(arn, groupArns, surroundings, held.likeness(), attached);
        Graded known = verdicts.get(key);
        if (known != null) {
            return known.as(held.policies());
        }
        Verdict verdict = Grading.grade(new Standpoint(life.partition(), world.known().account(), kind(),
                life.nameAt(second), arn, life.uniqueId(), held.policies(), held.cap().document(), groupArns, attached,
                surroundings));
        verdicts.put(key, new Graded(verdict, held.policies()));
        return verdict;
    }

    private PrincipalKind kind() {
        return switch (life.kind()) {
            case USER -> PrincipalKind.USER;
            case GROUP -> PrincipalKind.GROUP;
            case ROLE -> PrincipalKind.ROLE;
            case POLICY, ACTOR, ACCOUNT, ASSIGNMENT -> throw new IllegalStateException(life.kind() + " has no rights");
        };
    }

    private List<AttachedPolicy> attached(long second, Moment moment, List<Life> groups) {
        List<AttachedPolicy> attached = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<Life> holders = new ArrayList<>(groups);
        holders.add(life);
        for (Life holder : holders) {
            for (Bond bond : world.attachments(holder)) {
                if (moment.mayHold(bond) && !AwsManagedPolicies.isAws(bond.arn()) && seen.add(bond.arn())) {
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
        if (verdict.grade().isAdmin()) {
            causes.addAll(new Removals(world, life, second, moment,
                    possible -> grade(second, moment, possible, Surroundings.NOTHING_KNOWN)).without(held));
        }
        List<Fact> ordered = new ArrayList<>(causes);
        ordered.sort(null);
        return List.copyOf(ordered);
    }
}
