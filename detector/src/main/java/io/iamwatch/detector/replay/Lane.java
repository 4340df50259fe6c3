package io.iamwatch.detector.replay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.detection.Horizon;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.topology.FirstLook;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One partition's records, each read once and judged by all variants. A record is taken exactly as the live
 * detector takes it: what stands in another account's place is passed over, since its copy follows where it
 * belongs. It belongs to one thread.
 */
public final class Lane {

    private final int partitions;
    private final Set<String> accounts;
    private final Collection<Family> families;
    /** Where each variant stands among the members of the families, one family after the other. */
    private final List<Integer> places;
    private long records;
    private long judged;
    private long rejected;

    /**
     * Creates one.
     *
     * @param partitions the one partition count of all topics
     * @param accounts whose records are taken; empty for all
     * @param begins the rules of each variant and what is remembered, in the order of what {@link #end} gives
     * @param json how a version is written where the live detector tells it: of the first variant all versions are kept
     */
    public Lane(int partitions, Set<String> accounts, List<Begin> begins,
            Function<DetectionFinding, byte[]> json) {
        this.partitions = partitions;
        this.accounts = Set.copyOf(accounts);
        // Rules that are the same over the range are judged by once.
        Map<RulesTimeline, Begin> distinct = new LinkedHashMap<>();
        begins.forEach(begin -> distinct.putIfAbsent(begin.timeline(), begin));
        Map<Object, List<Begin>> byHorizon = distinct.values().stream()
                .collect(groupingBy(begin -> horizon(begin.timeline()), LinkedHashMap::new, toList()));
        this.families = byHorizon.values().stream()
                .map(members -> new Family(members, members.contains(begins.getFirst()) ? json : null)).toList();
        List<RulesTimeline> members = byHorizon.values().stream().flatMap(List::stream).map(Begin::timeline).toList();
        this.places = begins.stream().map(begin -> members.indexOf(begin.timeline())).toList();
    }

    /** How far rules look back decides of what is remembered; those whose horizon changes have no family. */
    private static Object horizon(RulesTimeline timeline) {
        Set<Horizon> horizons = timeline.changes().stream().map(change -> Horizon.of(change.rules())).collect(toSet());
        return horizons.size() == 1 ? horizons.iterator().next() : timeline;
    }

    /**
     * How a variant begins.
     *
     * @param remembered from before the first record; goes on with the records
     */
    public record Begin(RulesTimeline timeline, KeyValues.InMemory remembered) {

        /** Begins with nothing. */
        public static Begin empty(RulesTimeline timeline) {
            return new Begin(timeline, new KeyValues.InMemory(new TreeMap<>()));
        }
    }

    /**
     * What a partition came to.
     *
     * @param records how many records there were in the range
     * @param judged how many of them a rule needs
     * @param rejected how many cannot be used
     * @param courses what each variant told
     */
    public record Ended(long records, long judged, long rejected, List<Told> courses) {
    }

    /**
     * What a variant told in a partition.
     *
     * @param alerts the alerts as they are left, in no order
     * @param versions all versions, in the order of the records; none but of the first variant
     * @param failed how many records a rule failed on
     * @param stateBytes bytes of all that is remembered in the end: keys in UTF-8, and values
     */
    public record Told(List<ReplayedAlert> alerts, List<Version> versions, long failed, long stateBytes) {
    }

    /**
     * Takes the next record. What says that it is the canary's is passed over: where it was not, the live detector
     * alerted of it, and fidelity tells that this did not.
     *
     * @param isInRange whether it is of the range; one before it is only remembered
     */
    public void next(Origin origin, String key, byte[] record, boolean isInRange) {
        if ((!accounts.isEmpty() && !accounts.contains(key)) || CanaryMark.isClaimed(key, record)) {
            return;
        }
        records += isInRange ? 1 : 0;
        String topic = origin.topic();
        if (topic.equals(Topics.BASELINE.name())) {
            nextPart(origin, key, record, isInRange);
        } else if (topic.equals(Topics.USERS.name()) || topic.equals(Topics.ACTIVITY.name())) {
            follow(origin, key, record, isInRange);
        } else if (FirstLook.mayBeNeeded(record)) {
            nextEvent(origin, key, record, isInRange);
        } else if (!topic.equals(Topics.IDENTITY.name())) {
            // History, or a file: it holds what live stands in three topics.
            follow(origin, key, record, isInRange);
        }
    }

    /** Takes that there was a record of the identity topic that no rule needs. */
    public void pass(String key, boolean isInRange) {
        records += isInRange && (accounts.isEmpty() || accounts.contains(key == null ? "" : key)) ? 1 : 0;
    }

    private void nextPart(Origin origin, String key, byte[] record, boolean isInRange) {
        switch (BaselineReader.read(record, key, origin)) {
            case BaselineReader.Reading.Part part when isAtHome(key, origin) -> part.events()
                    .forEach(event -> judge(event, record, isInRange));
            case BaselineReader.Reading.Part elsewhere -> rejected++;
            case BaselineReader.Reading.Misplaced misplaced -> rejected++;
            case BaselineReader.Reading.Poison poison -> rejected++;
        }
    }

    private void nextEvent(Origin origin, String key, byte[] record, boolean isInRange) {
        switch (EventReader.read(record, key, origin)) {
            case EventReader.Reading.Relevant(IamEvent event) -> {
                if (isAtHome(key, origin)) {
                    judge(event, record, isInRange);
                }
            }
            case EventReader.Reading.Poison poison -> rejected++;
            case EventReader.Reading.Misplaced misplaced -> {
            }
            case EventReader.Reading.Irrelevant irrelevant -> follow(origin, key, record, isInRange);
        }
    }

    private void judge(IamEvent event, byte[] record, boolean isInRange) {
        judged += isInRange ? 1 : 0;
        families.forEach(family -> family.judge(event.origin(), isInRange,
                judge -> Optional.of(judge.judge(event, record))));
    }

    private void follow(Origin origin, String account, byte[] record, boolean isInRange) {
        if (isAtHome(account, origin)) {
            families.forEach(
                    family -> family.judge(origin, isInRange, judge -> judge.follow(record, account, origin)));
        }
    }

    private boolean isAtHome(String account, Origin origin) {
        return AccountPartitioner.partition(account, partitions) == origin.partition();
    }

    /** Returns what each variant remembers, in their order. */
    public List<KeyValues.InMemory> remembered() {
        return inOrder(Family::remembered);
    }

    /** Returns what it came to. */
    public Ended end() {
        return new Ended(records, judged, rejected, inOrder(Family::told));
    }

    private <T> List<T> inOrder(Function<Family, List<T>> ofMembers) {
        List<T> all = families.stream().flatMap(family -> ofMembers.apply(family).stream()).toList();
        return places.stream().map(all::get).toList();
    }
}
