package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A membership in a group, or a managed policy on a principal, over time. It is bound to the group or policy that
 * was there when it came to be: what later has the same name inherits no members.
 *
 * @param target the name of the group or policy
 * @param arn the policy's ARN; null for a group
 * @param other the group or policy; null where nothing is known of it
 * @param timeline when it holds
 */
record Bond(Subject target, String arn, Life other, Timeline timeline) {

    /** What a bond needs to be told apart. */
    private record End(Subject target, String arn, Life other) {
    }

    /** Returns the memberships of a user. */
    static List<Bond> memberships(Life holder, Function<Subject, Biographies> biographies) {
        return bonds(holder, Slots::isMember, (slot, content) -> Subject.group(content), biographies);
    }

    /** Returns the managed policies of a principal. */
    static List<Bond> attachments(Life holder, Function<Subject, Biographies> biographies) {
        return bonds(holder, Slots::isAttached, (slot, content) -> Subject.policy(content), biographies);
    }

    private interface Target {
        Subject of(String slot, String content);
    }

    private static List<Bond> bonds(Life holder, java.util.function.Predicate<String> family, Target target,
            Function<Subject, Biographies> biographies) {
        Map<String, Map<End, Timeline.Builder>> builders = new LinkedHashMap<>();
        for (Fact fact : holder.facts()) {
            if (fact.change() instanceof Change.OfSlot change && family.test(change.slot())) {
                String content = content(change);
                List<End> ends = ends(target.of(change.slot(), content), content, fact.second(), biographies);
                boolean lasts = change.opens() && !isEndedIn(holder, change.slot(), fact.second());
                (lasts ? lasting(ends, fact.second()) : ends).forEach(end -> {
                    Timeline.Builder builder = builders.computeIfAbsent(change.slot(), slot -> new LinkedHashMap<>())
                            .computeIfAbsent(end, absent -> new Timeline.Builder());
                    if (change.opens()) {
                        builder.put(fact, content);
                        if (holder.isDoubtful(fact)) {
                            builder.clear(fact, false);
                        }
                    } else {
                        builder.clear(fact, !holder.isDoubtful(fact));
                    }
                });
            }
        }
        holder.facts().stream().filter(fact -> fact.change() instanceof Change.Snapshot)
                .forEach(fact -> addSnapshot(fact, family, target, builders, biographies));
        List<Bond> bonds = new ArrayList<>();
        builders.values().forEach(ends -> ends.forEach((end, builder) -> bonds.add(bond(holder, end, builder))));
        return bonds;
    }

    private static boolean isEndedIn(Life holder, String slot, long second) {
        for (Fact fact : holder.facts()) {
            if (fact.second() == second && fact.change() instanceof Change.OfSlot change && !change.opens()
                    && change.slot().equals(slot)) {
                return true;
            }
        }
        return false;
    }

    /** A group or policy that somebody has cannot be deleted: the one that outlived the second is meant. */
    private static List<End> lasting(List<End> ends, long second) {
        List<End> lasting = ends.stream().filter(end -> end.other() != null && end.other().lastSecond() > second)
                .toList();
        return lasting.isEmpty() ? ends : lasting;
    }

    private static void addSnapshot(Fact fact, java.util.function.Predicate<String> family, Target target,
            Map<String, Map<End, Timeline.Builder>> builders, Function<Subject, Biographies> biographies) {
        Map<String, String> found = Snapshots.found((Change.Snapshot) fact.change());
        found.forEach((slot, content) -> {
            if (family.test(slot)) {
                ends(target.of(slot, content), content, fact.second(), biographies)
                        .forEach(end -> builders.computeIfAbsent(slot, absent -> new LinkedHashMap<>())
                                .computeIfAbsent(end, absent -> new Timeline.Builder()));
            }
        });
        builders.forEach((slot, ends) -> ends.forEach((end,
                builder) -> builder.snapshot(fact, found.get(slot), found.containsKey(slot)
                        && (end.other() == null || end.other().mayExistIn(end.target().name(), fact.second())))));
    }

    private static String content(Change.OfSlot change) {
        return switch (change) {
            case Change.Detached(var subject, String arn) -> arn;
            case Change.Left(var subject, String group) -> group;
            default -> Openings.content(change);
        };
    }

    private static List<End> ends(Subject target, String content, long second,
            Function<Subject, Biographies> biographies) {
        String arn = target.kind() == io.iamwatch.detector.event.EntityKind.POLICY ? content : null;
        List<End> ends = new ArrayList<>();
        for (Life life : biographies.apply(target).lives()) {
            if (life.mayExistIn(target.name(), second)) {
                ends.add(new End(target, arn, life));
            }
        }
        return ends.isEmpty() ? List.of(new End(target, arn, null)) : ends;
    }

    private static Bond bond(Life holder, End end, Timeline.Builder builder) {
        Life other = end.other();
        Timeline timeline = builder.build(holder.isBorn() || (other != null && other.isBorn()))
                .within(begin(holder), holder.lastSecond());
        return new Bond(end.target(), end.arn(), other,
                other == null ? timeline : timeline.within(begin(other), other.lastSecond()));
    }

    private static long begin(Life life) {
        return life.isBorn() ? life.firstSecond() - Ownership.SKEW_SECONDS : Incarnation.BEGINNING;
    }
}
