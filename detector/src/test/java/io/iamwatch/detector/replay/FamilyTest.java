package io.iamwatch.detector.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.detection.ToldHistory;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Automation;
import io.iamwatch.detector.rules.Principal;
import io.iamwatch.detector.rules.Rule;
import io.iamwatch.detector.rules.RuleId;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Variants that share what they judge tell, remember and fail as each of them does alone, whatever differs between
 * them, also from a checkpoint on and when the rules of one change half-way. {@code -Dseed=N} tells one case again.
 */
class FamilyTest {

    private static final long FIRST_SEED = 3_000_000L;
    /** As long as unique ids are; those of the histories are shorter. */
    private static final String SOMEBODY = "AIDACHRISTOPHE0EXAMPLE";

    private static final int VARIANTS = 8;
    private static final int WINDOW = 400;
    private static final int HORIZON = 1_500;

    @Test
    void eachVariantIsAsItIsAlone() {
        check(Long.getLong("seed", FIRST_SEED), 40);
    }

    @Test
    @Tag("guarantees")
    void eachVariantIsAsItIsAloneOverManyCases() {
        check(Long.getLong("seed", new Random().nextLong()), 800);
    }

    private static void check(long first, int cases) {
        System.out.println("seed " + first);
        int told = 0;
        for (long seed = first; seed < first + (Long.getLong("seed") == null ? cases : 1); seed++) {
            told += check(seed);
        }
        assertThat(told).isPositive();
    }

    private static int check(long seed) {
        Random random = new Random(seed);
        List<Scenario.Arrival> arrivals = new ArrayList<>(ToldHistory.of("400000000000", random));
        arrivals.addAll(ToldHistory.of("400000000001", random));
        arrivals.sort(Comparator.comparingLong(Scenario.Arrival::arrivalMillis));
        List<RulesTimeline> timelines = IntStream.range(0, VARIANTS)
                .mapToObj(variant -> timeline(random, arrivals.get(arrivals.size() / 2).arrivalMillis())).toList();
        int checkpoint = random.nextBoolean() ? 0 : random.nextInt(arrivals.size());
        List<KeyValues.InMemory> states = replay(timelines, empty(), arrivals.subList(0, checkpoint)).remembered();
        Lane together = replay(timelines, states, arrivals.subList(checkpoint, arrivals.size()));
        int told = 0;
        for (int variant = 0; variant < VARIANTS; variant++) {
            List<RulesTimeline> own = List.of(timelines.get(variant));
            Lane before = replay(own, empty().subList(0, 1), arrivals.subList(0, checkpoint));
            Lane alone = replay(own, before.remembered(), arrivals.subList(checkpoint, arrivals.size()));
            String which = "-Dseed=" + seed + ", variant " + variant;
            Lane.Told expected = alone.end().courses().getFirst();
            Lane.Told is = together.end().courses().get(variant);
            assertThat(is.alerts()).as(which).containsExactlyInAnyOrderElementsOf(expected.alerts());
            assertThat(is.failed()).as(which).isEqualTo(expected.failed());
            assertThat(is.stateBytes()).as(which).isEqualTo(expected.stateBytes());
            assertThat(together.remembered().get(variant).entries()).as(which)
                    .containsExactlyEntriesOf(alone.remembered().getFirst().entries());
            told += is.alerts().size();
        }
        return told;
    }

    private static List<KeyValues.InMemory> empty() {
        return IntStream.range(0, VARIANTS).mapToObj(variant -> new KeyValues.InMemory(new TreeMap<>())).toList();
    }

    private static Lane replay(List<RulesTimeline> timelines, List<KeyValues.InMemory> states,
            List<Scenario.Arrival> arrivals) {
        List<Lane.Begin> begins = IntStream.range(0, timelines.size()).mapToObj(variant -> new Lane.Begin(
                timelines.get(variant), new KeyValues.InMemory(new TreeMap<>(states.get(variant).entries())))).toList();
        Lane lane = new Lane(1, Set.of(), begins, alert -> new byte[0]);
        long offset = 0;
        for (Scenario.Arrival arrival : arrivals) {
            String topic = arrival.baseline() ? Topics.BASELINE.name() : Topics.HISTORY.name();
            lane.next(new Origin(topic, 0, offset++, arrival.arrivalMillis(), null), arrival.account(),
                    new String(arrival.record(), UTF_8).replace("AIDACHRISTOPHE", SOMEBODY).getBytes(UTF_8), true);
        }
        return lane;
    }

    private static RulesTimeline timeline(Random random, long change) {
        Rules first = rules(random);
        return random.nextInt(4) > 0
                ? RulesTimeline.always(first)
                : new RulesTimeline(List.of(new RulesTimeline.Change("", 0, Long.MIN_VALUE, first),
                        new RulesTimeline.Change("", 0, change, rules(random))));
    }

    /** Most have one horizon; what else differs between them, few events ask for. */
    private static Rules rules(Random random) {
        Rules common = ToldHistory.rules(WINDOW, random.nextInt(5) == 0 ? 600 : HORIZON);
        Map<RuleId, Rule> rules = new EnumMap<>(common.rules());
        RuleId id = one(random, List.of(RuleId.values()));
        Rule rule = rules.get(id);
        boolean isDeclared = random.nextInt(8) == 0;
        rules.put(id, new Rule(
                id == RuleId.USER_CREATED_OUTSIDE_AUTOMATION ? isDeclared : random.nextInt(3) > 0,
                one(random, List.of(Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)),
                rule.window() == null ? null : Duration.ofSeconds(1L + random.nextInt(WINDOW)),
                rule.threshold() == null ? null : 1 + random.nextInt(5)));
        return new Rules(common.latenessHorizon(), rules,
                isDeclared ? new Automation(List.of(somebody())) : Automation.NONE,
                random.nextInt(3) == 0 ? List.of(entry(random)) : List.of());
    }

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static AllowEntry entry(Random random) {
        return new AllowEntry(somebody(), EnumSet.allOf(RuleId.class), Set.of(), "*", Grade.FULL_ADMIN, Severity.LOW,
                "owner", "reason " + random.nextInt(2), LocalDate.of(2999, 1, 1));
    }

    private static Principal somebody() {
        return new Principal(null, SOMEBODY, null);
    }
}
