package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.iamwatch.detector.CoreRun;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario file on the pure core. */
class ScenarioTest {

    /** Six have 720 orders, which took half of the time of all that is told here. */
    private static final int MOST_EVENTS_TO_PERMUTE = 5;
    private static final int MOST_EVENTS_TO_PERMUTE_AT_LENGTH = 6;

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void givesTheAlertsThatItExpects(Scenario scenario) {
        assertThat(scenario.differences(run(scenario.arrivals()).inWords())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void givesTheSameInEveryOrderOfArrival(Scenario scenario) {
        assumeTrue(scenario.arrivals().size() <= MOST_EVENTS_TO_PERMUTE, "too many events for every order");
        permute(scenario);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @Tag("guarantees")
    void givesTheSameInEveryOrderOfArrivalOfSix(Scenario scenario) {
        assumeTrue(scenario.arrivals().size() == MOST_EVENTS_TO_PERMUTE_AT_LENGTH, "not of six events");
        permute(scenario);
    }

    private static void permute(Scenario scenario) {
        assumeFalse(scenario.orderMatters(), "its flags depend on the order");
        Map<String, String> expected = run(scenario.arrivals()).comparable();
        permutations(new ArrayList<>(scenario.arrivals()), 0, order -> {
            CoreRun run = run(order);
            assertThat(scenario.differences(run.inWords())).isEmpty();
            assertThat(run.comparable()).isEqualTo(expected);
        });
    }

    private static CoreRun run(List<Scenario.Arrival> arrivals) {
        CoreRun run = new CoreRun(Rules.DEFAULT);
        arrivals.forEach(run::accept);
        return run;
    }

    private static void permutations(List<Scenario.Arrival> arrivals, int from, Consumer<List<Scenario.Arrival>> test) {
        if (from == arrivals.size()) {
            test.accept(arrivals);
        }
        for (int i = from; i < arrivals.size(); i++) {
            Collections.swap(arrivals, from, i);
            permutations(arrivals, from + 1, test);
            Collections.swap(arrivals, from, i);
        }
    }
}
