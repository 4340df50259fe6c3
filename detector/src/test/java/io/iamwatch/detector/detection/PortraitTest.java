package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.baseline.AuthorizationDetails;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.baseline.BaselineReader;
import io.iamwatch.detector.baseline.DetailsWriter;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.Assessor;
import io.iamwatch.detector.iam.Grade;
import io.iamwatch.detector.iam.Incarnation;
import io.iamwatch.detector.iam.Life;
import io.iamwatch.detector.iam.PolicyTexts;
import io.iamwatch.detector.iam.Stretch;
import io.iamwatch.detector.iam.World;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.GraphCache;
import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.StoredGraph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every scenario leaves, as the baseline of a detector that has heard nothing yet. */
class PortraitTest {

    private static final Horizon HORIZON = new Detection(Rules.DEFAULT).horizon();

    /**
     * A baseline cannot say whom a trust policy named when it was written: whoever has the name now is taken. Nor can
     * it leave a path open.
     */
    private static final Set<String> UNSAYABLE = Set.of("trust-is-not-inherited-by-the-next-of-that-name.scenario",
            "trust-means-nobody-after-a-deletion.scenario", "trust-follows-a-rename.scenario",
            "path-changed-in-the-second-of-a-rebirth.scenario");

    static Stream<Scenario> scenarios() {
        return Scenario.all(Path.of("src/test/resources/scenarios"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aBaselineGivesTheGradesThatHistoryGave(Scenario scenario) throws IOException {
        assumeFalse(UNSAYABLE.contains(scenario.name()), "a baseline cannot say it");
        assumeFalse(scenario.name().contains("2099"), "a snapshot is not taken in the future");
        KeyValues taught = KeyValues.inMemory();
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, taught);
        long offset = 0;
        for (Scenario.Arrival arrival : scenario.arrivals()) {
            judge(judge, arrival, offset++);
        }
        for (String account : scenario.arrivals().stream().map(Scenario.Arrival::account).distinct().toList()) {
            Portrait portrait = portrait(taught, account);
            assumeFalse(portrait.things().isEmpty(), "nothing is known of it in full");
            KeyValues fresh = KeyValues.inMemory();
            publish(portrait, fresh);
            assertThat(portrait(fresh, account).things()).isEqualTo(portrait.things());
            assertThat(grades(fresh, portrait)).isEqualTo(grades(taught, portrait));
        }
    }

    private static void judge(RecordJudge judge, Scenario.Arrival arrival, long offset) {
        if (arrival.baseline()) {
            Origin origin = new Origin(Topics.BASELINE.name(), 0, offset, arrival.arrivalMillis(), null);
            if (BaselineReader.read(arrival.record(), arrival.account(),
                    origin) instanceof BaselineReader.Reading.Part part) {
                part.events().forEach(event -> judge.judge(event, arrival.record()));
            }
            return;
        }
        Origin origin = new Origin(Topics.IDENTITY.name(), 0, offset, arrival.arrivalMillis(), null);
        if (judge.read(arrival.record(), arrival.account(),
                origin) instanceof EventReader.Reading.Relevant(IamEvent event)) {
            judge.judge(event, arrival.record());
        }
    }

    private static void publish(Portrait portrait, KeyValues fresh) throws IOException {
        AuthorizationDetails details = AuthorizationDetails
                .read(new ByteArrayInputStream(DetailsWriter.write(portrait.things())));
        Baseline baseline = Baseline.of(details, portrait.second());
        assertThat(baseline.account()).isEqualTo(portrait.account());
        assertThat(baseline.unusable()).isZero();
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, fresh);
        for (byte[] part : baseline.parts()) {
            judge(judge, new Scenario.Arrival(portrait.account(), part, portrait.second() * 1000, true), 0);
        }
    }

    private static Portrait portrait(KeyValues store, String account) {
        StoredGraph graph = new StoredGraph(store, new GraphCache(1), account);
        return Portrait.of(graph, HORIZON, graph.clock());
    }

    private static Map<String, Grade> grades(KeyValues store, Portrait portrait) {
        World world = new World(new Session(new StoredGraph(store, new GraphCache(1), portrait.account()),
                HORIZON.memory()), new PolicyTexts());
        Map<String, Grade> grades = new TreeMap<>();
        portrait.things().stream().map(Change.Snapshot::subject).filter(name -> name.kind().isPrincipal())
                .forEach(name -> grades.put(name.id(), grade(world, name)));
        return grades;
    }

    private static Grade grade(World world, Subject name) {
        List<Life> lives = world.biographies(name).lives().stream().filter(Life::lives)
                .filter(life -> life.nameAt(Incarnation.OPEN).equalsIgnoreCase(name.name())).toList();
        return lives.stream().map(life -> grade(world, life)).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static Grade grade(World world, Life life) {
        // What never was of note has no interval.
        return Assessor.assess(world, life, Incarnation.BEGINNING).present().map(Stretch::grade)
                .orElse(Grade.LIMITED);
    }
}
