package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** Of one group or policy a holder has one bond; what is put there is always the same. */
    private static final String THERE = "there";

    /** What a bond needs to be told apart. */
    private record End(Subject target, String arn, Life other) {

        /** A group is the same under whatever name; of policies, and of what nothing is known of, the name decides. */
        Object key(String slot) {
            return other == null ? slot : arn == null ? other : new Named(slot, other);
        }
    }

    private record Named(String slot, Life other) {
    }

    /** A bond that is being followed. */
    private record Part(End end, Timeline.Builder builder) {
    }

    private interface Target {
        Subject of(String slot, String content);
    }

    /** All bonds of one family that a holder had. */
    private record Family(Life holder, Predicate<String> slots, Target target,
            Function<Subject, Biographies> biographies, Map<Object, Part> parts) {

        Timeline.Builder builder(String slot, End end) {
            return parts.computeIfAbsent(end.key(slot), key -> new Part(end, new Timeline.Builder())).builder();
        }

        List<End> ends(String slot, String content, long second) {
            return Bond.ends(target.of(slot, content), content, second, biographies);
        }

        Set<Object> keys(Change.OfSlot change, long second) {
            Set<Object> keys = new HashSet<>();
            ends(change.slot(), content(change), second).forEach(end -> keys.add(end.key(change.slot())));
            return keys;
        }
    }

    /** Returns the memberships of a user. */
    static List<Bond> memberships(Life holder, Function<Subject, Biographies> biographies) {
        return bonds(new Family(holder, Slots::isMember, (slot, content) -> Subject.group(content), biographies,
                new LinkedHashMap<>()));
    }

    /** Returns the managed policies of a principal. */
    static List<Bond> attachments(Life holder, Function<Subject, Biographies> biographies) {
        return bonds(new Family(holder, Slots::isAttached, (slot, content) -> Subject.policy(content), biographies,
                new LinkedHashMap<>()));
    }

    /** Returns the place that a change of a slot fills or empties: a group's, whatever its name was then. */
    static Object place(Change.OfSlot change, long second, Function<Subject, Biographies> biographies) {
        if (!Slots.isMember(change.slot())) {
            return change.slot();
        }
        String name = content(change);
        List<End> ends = ends(Subject.group(name), name, second, biographies);
        return ends.size() == 1 ? ends.getFirst().key(change.slot()) : change.slot();
    }

    private static List<Bond> bonds(Family family) {
        List<Fact> snapshots = new ArrayList<>();
        for (Fact fact : family.holder().facts()) {
            if (fact.change() instanceof Change.OfSlot change && family.slots().test(change.slot())) {
                add(family, fact, change);
            } else if (fact.change() instanceof Change.Snapshot) {
                snapshots.add(fact);
            }
        }
        snapshots.forEach(fact -> addSnapshot(family, fact));
        return family.parts().values().stream().map(part -> bond(family.holder(), part.end(), part.builder()))
                .toList();
    }

    private static void add(Family family, Fact fact, Change.OfSlot change) {
        List<End> ends = family.ends(change.slot(), content(change), fact.second());
        boolean lasts = change.opens() && !isEndedIn(family, change, fact.second());
        boolean doubtful = family.holder().isDoubtful(fact);
        for (End end : lasts ? lasting(ends, fact.second()) : ends) {
            Timeline.Builder builder = family.builder(change.slot(), end);
            if (change.opens()) {
                builder.put(fact, THERE);
                if (doubtful) {
                    builder.clear(fact, false);
                }
            } else if (ends.size() == 1 && family.holder().isSurelyOf(fact)) {
                builder.clearOfSurely(fact);
            } else {
                builder.clear(fact, !doubtful);
            }
        }
    }

    private static boolean isEndedIn(Family family, Change.OfSlot opening, long second) {
        Set<Object> opened = null;
        for (Fact fact : family.holder().facts()) {
            if (fact.second() == second && fact.change() instanceof Change.OfSlot change && !change.opens()
                    && family.slots().test(change.slot())) {
                opened = opened == null ? family.keys(opening, second) : opened;
                if (!Collections.disjoint(opened, family.keys(change, second))) {
                    return true;
                }
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

    private static void addSnapshot(Family family, Fact fact) {
        Set<Object> there = new HashSet<>();
        Snapshots.found((Change.Snapshot) fact.change()).forEach((slot, content) -> {
            if (family.slots().test(slot)) {
                for (End end : family.ends(slot, content, fact.second())) {
                    family.builder(slot, end);
                    there.add(end.key(slot));
                }
            }
        });
        family.parts().forEach((key, part) -> part.builder().snapshot(fact, THERE, there.contains(key)));
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
