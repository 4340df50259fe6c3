package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.Change.Slots;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a life has by itself, over time: inline policies, boundary, trust, default version. */
final class Holdings {

    private final Map<String, Timeline> timelines;
    private final boolean orderUnknown;

    private Holdings(Map<String, Timeline> timelines) {
        this.timelines = timelines;
        this.orderUnknown = timelines.values().stream().anyMatch(Timeline::orderUnknown);
    }

    static Holdings of(Life life) {
        Map<String, Timeline.Builder> builders = new HashMap<>();
        if (life.isBorn()) {
            Openings.ofBirth((Change.Born) life.birth().change()).forEach((slot,
                    content) -> builder(builders, slot).bornWith(life.birth(), content));
        }
        for (Fact fact : life.facts()) {
            if (fact.change() instanceof Change.OfSlot change && isOwn(change.slot())) {
                if (change.opens()) {
                    builder(builders, change.slot()).put(fact, Openings.content(change));
                    if (life.isDoubtful(fact)) {
                        builder(builders, change.slot()).clear(fact, false);
                    }
                } else if (life.isSurelyOf(fact)) {
                    builder(builders, change.slot()).clearOfSurely(fact);
                } else {
                    builder(builders, change.slot()).clear(fact, !life.isDoubtful(fact));
                }
            } else if (fact.change() instanceof Change.VersionCreated version && version.isDefault()) {
                builder(builders, Slots.DEFAULT_VERSION).put(fact, version.versionId());
            } else if (fact.change() instanceof Change.VersionDeleted version && !fact.future()
                    && life.isSurelyOf(fact)) {
                // IAM deletes no version that is the default.
                builder(builders, Slots.DEFAULT_VERSION).refute(fact.second(), version.versionId());
            }
        }
        life.facts().stream().filter(fact -> fact.change() instanceof Change.Snapshot)
                .forEach(fact -> addSnapshot(builders, fact, (Change.Snapshot) fact.change()));
        Map<String, Timeline> timelines = new TreeMap<>();
        long first = life.isBorn() ? life.firstSecond() - Ownership.SKEW_SECONDS : Incarnation.BEGINNING;
        builders.forEach((slot, builder) -> timelines.put(slot,
                builder.build(life.isBorn()).within(first, life.lastSecond())));
        return new Holdings(timelines);
    }

    private static void addSnapshot(Map<String, Timeline.Builder> builders, Fact fact, Change.Snapshot snapshot) {
        Map<String, String> found = Snapshots.found(snapshot);
        found.keySet().stream().filter(Holdings::isOwn).forEach(slot -> builder(builders, slot));
        builders.forEach((slot, builder) -> builder.snapshot(fact, found.get(slot), found.containsKey(slot)));
    }

    /** Memberships and attachments are bonds to something that has a life of its own. */
    private static boolean isOwn(String slot) {
        return !Slots.isMember(slot) && !Slots.isAttached(slot);
    }

    private static Timeline.Builder builder(Map<String, Timeline.Builder> builders, String slot) {
        // Whom a trust policy names is found when it is written, and again when it is written again.
        return builders.computeIfAbsent(slot, absent -> new Timeline.Builder(slot.equals(Slots.TRUST)));
    }

    Map<String, Timeline> timelines() {
        return timelines;
    }

    Timeline.Piece at(String slot, long second) {
        Timeline timeline = timelines.get(slot);
        return timeline == null ? null : timeline.at(second);
    }

    boolean orderUnknown() {
        return orderUnknown;
    }
}
