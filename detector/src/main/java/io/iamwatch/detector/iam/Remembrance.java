package io.iamwatch.detector.iam;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Picks the facts that made the present: without them, what is alive would not be what it is. */
public final class Remembrance {

    private Remembrance() {
    }

    /**
     * Returns the facts to keep of those older than a second: how the lives that lasted into it began and moved, and
     * the newest changes of each of their slots. Where an unborn life has ended, all stays: nothing but the history of
     * the name tells it from the next unborn life.
     *
     * @param world what is known of the account
     * @param facts all of the name
     * @param lives the lives of the name and of names that are connected with it
     * @param links what alerts rest on: a life that those belong to stays as long as it was, or what is left of it
     *     would pass for somebody else's
     * @param second seconds since 1970, event time
     * @param memory for how many seconds a deletion is remembered
     */
    public static Set<Fact> ofPresent(World world, Subject name, List<Fact> facts, List<Life> lives,
            Set<EventId> links, long second, long memory) {
        Set<Fact> kept = new HashSet<>();
        for (Life life : lives) {
            boolean endedUnborn = !life.isBorn() && !life.lives() && life.facts().stream()
                    .anyMatch(fact -> fact.change() instanceof Change.OfSlot slot && slot.opens());
            if (endedUnborn) {
                return Set.copyOf(facts);
            }
            if (life.lastSecond() >= second) {
                keepBeginnings(name, facts, life, memory, kept);
                keepFirstCredentials(life, kept);
                keepOpenCredentials(life, second, kept);
                keepSlots(world, life, life.facts().stream().filter(fact -> fact.second() < second).toList(), kept);
                keepClosed(life, links, kept);
                keepVersions(life, second, kept);
                keepLastSnapshot(name, facts, life, second, kept);
                keepDeletions(life, second, kept);
                keepDoubts(name, facts, life, lives, kept);
            } else if (life.facts().stream().anyMatch(fact -> links.contains(fact.id()))) {
                keepBeginnings(name, facts, life, memory, kept);
                keepFirstSnapshot(life, kept);
                keepEnds(name, facts, life, kept);
            }
        }
        keepLastDeletion(name, facts, second, memory, kept);
        return kept;
    }

    private static void keepBeginnings(Subject name, List<Fact> facts, Life life, long memory, Set<Fact> kept) {
        life.stays().stream().filter(Incarnation::isStarted).map(Incarnation::start).forEach(kept::add);
        life.facts().stream().filter(fact -> fact.change() instanceof Change.Renamed).forEach(fact -> {
            kept.add(fact);
            if (Lives.ends(name, fact.change())) {
                keepWhatWasBefore(name, facts, fact.second(), memory, kept);
            }
        });
        life.stays().stream().filter(stay -> stay.isStarted() && stay.subject().is(name))
                .forEach(stay -> keepWhatWasBefore(name, facts, stay.firstSecond(), memory, kept));
    }

    /** Who was there may be told by a snapshot alone: without it, somebody else would seem to have been. */
    private static void keepFirstSnapshot(Life life, Set<Fact> kept) {
        life.facts().stream()
                .filter(fact -> fact.change() instanceof Change.Snapshot && fact.second() == life.firstSnapshot())
                .forEach(kept::add);
    }

    /** Who had the name until a newborn came may be whose the changes of that second are. */
    private static void keepDoubts(Subject name, List<Fact> facts, Life life, List<Life> lives, Set<Fact> kept) {
        Set<Long> seconds = new HashSet<>();
        life.facts().stream().filter(fact -> life.isDoubtful(fact) && kept.contains(fact))
                .forEach(fact -> seconds.add(fact.second()));
        for (long second : seconds) {
            lives.stream().flatMap(other -> other.stays().stream())
                    .filter(stay -> stay.subject().is(name) && stay.isStarted() && stay.firstSecond() < second
                            && stay.lastSecond() == second)
                    .forEach(stay -> kept.add(stay.start()));
            facts.stream().filter(fact -> fact.second() == second && Lives.ends(name, fact.change()))
                    .forEach(kept::add);
        }
    }

    private static void keepEnds(Subject name, List<Fact> facts, Life life, Set<Fact> kept) {
        life.stays().stream().filter(stay -> stay.subject().is(name)).forEach(stay -> facts.stream().filter(
                fact -> fact.second() == stay.lastSecond() && Lives.ends(name, fact.change())).forEach(kept::add));
    }

    /** Who had the name until somebody came, or that it was free, says whose the changes of that second are. */
    private static void keepWhatWasBefore(Subject name, List<Fact> facts, long begin, long memory, Set<Fact> kept) {
        List<Fact> before = facts.stream().filter(fact -> fact.second() < begin && !fact.future())
                .filter(fact -> Lives.begins(name, fact.change()) || Lives.ends(name, fact.change())).toList();
        if (!before.isEmpty() && (begin - before.getLast().second() <= memory
                || Lives.begins(name, before.getLast().change()))) {
            kept.addAll(newest(before));
        }
    }

    /** The creator's first key belongs to the creation: without it the second would pass for the first. */
    private static void keepFirstCredentials(Life life, Set<Fact> kept) {
        Set<String> seen = new HashSet<>();
        life.facts().stream().filter(fact -> fact.change() instanceof Change.CredentialIssued credential
                && seen.add(credential.what() + "|" + fact.event().call().identity())).forEach(kept::add);
    }

    /** Ways to sign in that may still be open. */
    private static void keepOpenCredentials(Life life, long second, Set<Fact> kept) {
        Map<String, List<Fact>> credentials = new HashMap<>();
        for (Fact fact : life.facts()) {
            String key = switch (fact.change()) {
                case Change.CredentialIssued issued -> issued.key();
                case Change.CredentialClosed closed -> closed.key();
                default -> null;
            };
            if (key != null && fact.second() < second) {
                credentials.computeIfAbsent(key, absent -> new java.util.ArrayList<>()).add(fact);
            }
        }
        credentials.values().stream().map(Remembrance::newest).filter(
                facts -> facts.stream().anyMatch(fact -> fact.change() instanceof Change.CredentialIssued))
                .forEach(kept::addAll);
    }

    /** The last deletion says that the name is free, as long as that is known. */
    private static void keepLastDeletion(Subject name, List<Fact> facts, long second, long memory, Set<Fact> kept) {
        List<Fact> deletions = facts.stream()
                .filter(fact -> Lives.ends(name, fact.change()) && fact.second() < second).toList();
        if (!deletions.isEmpty() && deletions.getLast().second() >= second - memory) {
            kept.addAll(newest(deletions));
        }
    }

    private static void keepSlots(World world, Life life, List<Fact> changes, Set<Fact> kept) {
        slots(world, changes).forEach(slot -> {
            List<Fact> since = sinceLastDecided(slot);
            kept.addAll(since);
            List<Fact> first = firstAlike(slot, since.getFirst().second());
            kept.addAll(first);
            if (!first.isEmpty()) {
                keepWhatCameBetween(life, slot, first.getFirst(), kept);
            }
        });
    }

    /** What a birth or a snapshot put there was something else meanwhile: it must not pass for the oldest alike. */
    private static void keepWhatCameBetween(Life life, List<Fact> changes, Fact first, Set<Fact> kept) {
        List<Fact> before = changes.stream().filter(fact -> fact.second() < first.second()).toList();
        if (!before.isEmpty() && isToldBefore(life, first)) {
            kept.addAll(newest(before));
        }
    }

    private static boolean isToldBefore(Life life, Fact first) {
        String slot = first.change() instanceof Change.OfSlot of ? of.slot() : Slots.DEFAULT_VERSION;
        return (life.isBorn() && Openings.ofBirth((Change.Born) life.birth().change()).containsKey(slot))
                || life.facts().stream().anyMatch(fact -> fact.second() < first.second()
                        && fact.change() instanceof Change.Snapshot snapshot
                        && Snapshots.found(snapshot).containsKey(slot));
    }

    /** That a boundary or a deny was taken away matters only to who knows what it was. */
    private static void keepClosed(Life life, Set<EventId> links, Set<Fact> kept) {
        for (Fact fact : life.facts()) {
            if (links.contains(fact.id()) && fact.change() instanceof Change.OfSlot closing && !closing.opens()) {
                List<Fact> openings = life.facts().stream().filter(other -> other.second() < fact.second()
                        && other.change() instanceof Change.OfSlot opening && opening.opens()
                        && opening.slot().equals(closing.slot())).toList();
                if (!openings.isEmpty()) {
                    kept.addAll(newest(openings));
                }
            }
        }
    }

    private static Collection<List<Fact>> slots(World world, List<Fact> changes) {
        Map<Object, List<Fact>> slots = new HashMap<>();
        for (Fact fact : changes) {
            Object slot = slot(world, fact);
            if (slot != null) {
                slots.computeIfAbsent(slot, absent -> new java.util.ArrayList<>()).add(fact);
            }
        }
        return slots.values();
    }

    private static Object slot(World world, Fact fact) {
        return fact.change() instanceof Change.OfSlot of
                ? world.place(of, fact.second())
                : fact.change() instanceof Change.VersionCreated version && version.isDefault()
                        ? Slots.DEFAULT_VERSION
                        : null;
    }

    /** The newest second whose changes are of one kind says what the slot was; what came before does not matter. */
    private static List<Fact> sinceLastDecided(List<Fact> changes) {
        long decided = changes.stream().collect(groupingBy(Fact::second, TreeMap::new, toList())).descendingMap()
                .entrySet()
                .stream().filter(second -> isOfOneKind(second.getValue())).findFirst().map(Map.Entry::getKey)
                .orElse(Long.MIN_VALUE);
        return changes.stream().filter(fact -> fact.second() >= decided).toList();
    }

    /** Of values alike the oldest counts: what put it there first, and nothing else since. */
    private static List<Fact> firstAlike(List<Fact> changes, long decided) {
        TreeMap<Long, List<Fact>> seconds = changes.stream().filter(fact -> fact.second() <= decided)
                .collect(groupingBy(Fact::second, TreeMap::new, toList()));
        Set<String> contents = contents(seconds.lastEntry().getValue());
        List<Fact> first = List.of();
        for (List<Fact> second : seconds.descendingMap().values()) {
            if (contents.size() != 1 || contents.contains("") || !contents(second).equals(contents)) {
                return first;
            }
            first = second;
        }
        return first;
    }

    /** Returns what was put there; nothing stands for a change that emptied it. */
    private static Set<String> contents(List<Fact> changes) {
        Set<String> contents = new HashSet<>();
        for (Fact fact : changes) {
            contents.add(switch (fact.change()) {
                // A group is the same under another name.
                case Change.Joined joined -> "=";
                case Change.OfSlot slot when slot.opens() -> "=" + Openings.content(slot);
                case Change.VersionCreated version -> "=" + version.versionId();
                default -> "";
            });
        }
        return contents;
    }

    private static boolean isOfOneKind(List<Fact> changes) {
        return changes.stream().map(fact -> !(fact.change() instanceof Change.OfSlot slot) || slot.opens()).distinct()
                .count() == 1;
    }

    /** A version that is not the default may become it, and one whose deletion is remembered was there before. */
    private static void keepVersions(Life policy, long second, Set<Fact> kept) {
        Set<String> deleted = new HashSet<>();
        policy.facts().forEach(fact -> {
            if (fact.change() instanceof Change.VersionDeleted version && fact.second() < second) {
                deleted.add(version.versionId());
            }
        });
        policy.facts().stream().filter(fact -> fact.change() instanceof Change.VersionCreated version
                && !deleted.contains(version.versionId())).forEach(kept::add);
    }

    /** A version that was deleted must not pass for one that is there because something else tells of it. */
    private static void keepDeletions(Life policy, long second, Set<Fact> kept) {
        Set<String> told = new HashSet<>();
        if (policy.isBorn()) {
            told.add("v1");
        }
        policy.facts().stream().filter(kept::contains).forEach(fact -> told.addAll(versions(fact.change())));
        policy.facts().stream().filter(fact -> fact.second() < second
                && fact.change() instanceof Change.VersionDeleted version && told.contains(version.versionId()))
                .forEach(kept::add);
    }

    private static Collection<String> versions(Change change) {
        return switch (change) {
            case Change.VersionCreated created -> Set.of(String.valueOf(created.versionId()));
            case Change.DefaultSet set -> Set.of(set.versionId());
            case Change.Snapshot snapshot -> snapshot.versions().keySet();
            default -> Set.of();
        };
    }

    private static void keepLastSnapshot(Subject name, List<Fact> facts, Life life, long second, Set<Fact> kept) {
        List<Fact> snapshots = life.facts().stream().filter(fact -> fact.change() instanceof Change.Snapshot).toList();
        List<Fact> old = snapshots.stream().filter(fact -> fact.second() < second).toList();
        if (!old.isEmpty()) {
            kept.add(old.getFirst());
            kept.add(old.getLast());
        }
        snapshots.stream().filter(snapshot -> snapshot.second() >= second || kept.contains(snapshot))
                .forEach(snapshot -> keepLeftMeanwhile(name, facts, snapshot, kept));
    }

    /** That somebody left the name says that a snapshot's creation was not of this name. */
    private static void keepLeftMeanwhile(Subject name, List<Fact> facts, Fact taken, Set<Fact> kept) {
        Change.Snapshot snapshot = (Change.Snapshot) taken.change();
        if (snapshot.created() != null && snapshot.subject().is(name)) {
            List<Fact> left = facts.stream()
                    .filter(fact -> SnapshotBirths.isLeftMeanwhile(fact, snapshot, taken.second(), name)).toList();
            if (!left.isEmpty()) {
                kept.addAll(newest(left));
            }
        }
    }

    private static List<Fact> newest(List<Fact> changes) {
        return changes.stream().collect(groupingBy(Fact::second, TreeMap::new, toList()))
                .lastEntry().getValue();
    }
}
