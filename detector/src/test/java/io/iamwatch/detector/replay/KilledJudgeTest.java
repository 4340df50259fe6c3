package io.iamwatch.detector.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.detection.ToldHistory;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A judge that is killed at random, loses what was not committed and goes on from there, with other rules now and
 * then, tells what a replay tells in one go: every version of every alert, byte by byte, in the same order.
 * {@code -Dseed=N} tells one case again.
 */
class KilledJudgeTest {

    private static final long FIRST_SEED = 1_000_000L;
    private static final int ACCOUNTS = 4;
    private static final Rules[] RULES = {ToldHistory.rules(), ToldHistory.rules(400, 1_500),
            ToldHistory.rules(2_000, 600)};

    /** A record where it stands. */
    private record Placed(Origin origin, String account, byte[] bytes) {
    }

    @Test
    void whatItTellsIsWhatAReplayTells() {
        check(Long.getLong("seed", FIRST_SEED), 60);
    }

    @Test
    @Tag("guarantees")
    void whatItTellsIsWhatAReplayTellsOverManyCases() {
        check(Long.getLong("seed", new Random().nextLong()), 3_000);
    }

    private static void check(long first, int cases) {
        System.out.println("seed " + first);
        int told = 0;
        for (long seed = first; seed < first + (Long.getLong("seed") == null ? cases : 1); seed++) {
            Random random = new Random(seed);
            Live live = new Live(records(random), random);
            live.run();
            assertThat(replayed(live.records, new RulesTimeline(live.inForce))).as("-Dseed=" + seed)
                    .isEqualTo(live.told);
            told += live.told.size();
        }
        assertThat(told).isPositive();
    }

    private static List<Placed> records(Random random) {
        List<Scenario.Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            arrivals.addAll(ToldHistory.of("40000000000" + i, random));
        }
        arrivals.sort(Comparator.comparingLong(Scenario.Arrival::arrivalMillis));
        Map<String, Long> ends = new HashMap<>();
        return arrivals.stream().map(arrival -> {
            String topic = topic(arrival);
            long offset = ends.merge(topic, 1L, Long::sum) - 1;
            return new Placed(new Origin(topic, 0, offset, arrival.arrivalMillis(), null), arrival.account(),
                    arrival.record());
        }).toList();
    }

    private static String topic(Scenario.Arrival arrival) {
        if (arrival.baseline()) {
            return Topics.BASELINE.name();
        }
        if (!(RecordReader.read(arrival.record(), 0,
                arrival.record().length) instanceof RecordReader.Outcome.CloudTrail(var summary))) {
            throw new IllegalStateException("a history holds records of CloudTrail");
        }
        return Route.of(summary) == Route.IDENTITY ? Topics.IDENTITY.name() : Topics.USERS.name();
    }

    private static List<Version> replayed(List<Placed> records, RulesTimeline inForce) {
        Lane lane = new Lane(1, Set.of(), List.of(Lane.Begin.empty(inForce)), json());
        records.forEach(record -> lane.next(record.origin(), record.account(), record.bytes(), true));
        return lane.end().courses().getFirst().versions();
    }

    private static Function<DetectionFinding, byte[]> json() {
        var serializer = JsonSerde.alerts().serializer();
        return alert -> serializer.serialize(Topics.ALERTS.name(), alert);
    }

    /**
     * As the live detector does it: state, alerts and positions are committed together, and a kill goes back to that.
     */
    private static final class Live {
        private final List<Placed> records;
        private final Random random;
        private final List<Version> told = new ArrayList<>();
        private final List<RulesTimeline.Change> inForce = new ArrayList<>();
        private KeyValues.InMemory store = new KeyValues.InMemory(new TreeMap<>());
        private TreeMap<String, byte[]> committed = new TreeMap<>();
        private int committedRecords;
        private int committedVersions;
        private int committedChanges;
        private Rules rules = RULES[0];
        private RecordJudge judge = new RecordJudge(rules, store);
        private final Map<String, Rules> toldRules = new HashMap<>();

        private Live(List<Placed> records, Random random) {
            this.records = records;
            this.random = random;
        }

        private void run() {
            for (int next = 0; next < records.size(); next++) {
                if (random.nextInt(6) == 0) {
                    commit(next);
                }
                if (random.nextInt(20) == 0) {
                    next = killed();
                }
                judge(records.get(next));
            }
        }

        private void commit(int next) {
            committed = new TreeMap<>(store.entries());
            committedRecords = next;
            committedVersions = told.size();
            committedChanges = inForce.size();
        }

        private int killed() {
            store = new KeyValues.InMemory(new TreeMap<>(committed));
            told.subList(committedVersions, told.size()).clear();
            inForce.subList(committedChanges, inForce.size()).clear();
            toldRules.clear();
            inForce.forEach(change -> toldRules.put(change.topic(), change.rules()));
            rules = random.nextInt(3) == 0 ? RULES[random.nextInt(RULES.length)] : rules;
            judge = new RecordJudge(rules, store);
            return committedRecords;
        }

        private void judge(Placed record) {
            Origin origin = record.origin();
            if (!rules.equals(toldRules.put(origin.topic(), rules))) {
                inForce.add(new RulesTimeline.Change(origin.topic(), origin.offset(), origin.arrival(), rules));
            }
            if (origin.topic().equals(Topics.BASELINE.name())) {
                if (BaselineReader.read(record.bytes(), record.account(),
                        origin) instanceof BaselineReader.Reading.Part part) {
                    part.events().forEach(event -> tell(judge.judge(event, record.bytes()), origin));
                }
            } else if (origin.topic().equals(Topics.IDENTITY.name()) && judge.read(record.bytes(), record.account(),
                    origin) instanceof EventReader.Reading.Relevant(var event)) {
                tell(judge.judge(event, record.bytes()), origin);
            } else {
                judge.follow(record.bytes(), record.account(), origin).ifPresent(judged -> tell(judged, origin));
            }
        }

        private void tell(RecordJudge.Judged judged, Origin origin) {
            judged.alerts().forEach(version -> told
                    .add(Version.of(version.alert(), origin.position(), json().apply(version.alert()))));
        }
    }
}
