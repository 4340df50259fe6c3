package io.iamwatch.deploy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.scan.Complaints;
import io.iamwatch.deploy.scan.FileScan;
import io.iamwatch.deploy.scan.RecordFiles;
import io.iamwatch.deploy.scan.StandingAlerts;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.replay.ReplayedAlert;
import io.iamwatch.detector.replay.RulesTimeline;
import io.iamwatch.detector.rules.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario file as a file that is replayed. */
class FileReplayTest {

    /** After the events of all scenarios but those that are dated in a far future. */
    private static final Instant DELIVERED = Instant.parse("2038-01-19T03:15:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Complaints complaints = new Complaints();

    @TempDir
    private Path folder;

    static Stream<Scenario> scenarios() {
        return Scenario.all(Path.of("../detector/src/test/resources/scenarios"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aDeliveredFileGivesWhatTheTopicGivesAfterABackfill(Scenario scenario) throws IOException {
        List<Scenario.Arrival> records = records(scenario, new Random(scenario.name().hashCode()));
        assumeFalse(records.isEmpty(), "it has nothing but a snapshot");
        Path file = Files.write(
                folder.resolve("111122223333_CloudTrail_us-east-1_20380119T0315Z_abcdefgh12345678.json"),
                lines(records));
        Lane topic = lane();
        for (int i = 0; i < records.size(); i++) {
            topic.next(new Origin(Topics.HISTORY.name(), 0, i, DELIVERED.toEpochMilli(), null),
                    records.get(i).account(), records.get(i).record(), true);
        }
        assertThat(withoutPlace(run(List.of(file.toString()), InputStream.nullInputStream(), List.of())))
                .isEqualTo(withoutPlace(topic.end()));
        assertThat(complaints.rejected()).isZero();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aFileWithoutADeliveryGivesWhatAScanGives(Scenario scenario) throws IOException {
        assumeFalse(scenario.name().contains("2099"), "a scan guesses which date is forged");
        byte[] lines = lines(records(scenario, new Random(scenario.name().hashCode())));
        List<Baseline> snapshots = snapshots(scenario);
        List<String> scanned = new FileScan(Rules.DEFAULT, snapshots, new Complaints(), DELIVERED, (bytes, of) -> {})
                .run(List.of("-"), new ByteArrayInputStream(lines)).alerts().inOrder().stream()
                .map(StandingAlerts.Standing::uid).toList();
        assertThat(run(List.of("-"), new ByteArrayInputStream(lines), snapshots).courses().getFirst().alerts()
                .stream().filter(ReplayedAlert::stands).map(ReplayedAlert::uid))
                .containsExactlyInAnyOrderElementsOf(scanned);
    }

    private static List<Baseline> snapshots(Scenario scenario) throws IOException {
        List<Baseline> snapshots = new ArrayList<>();
        for (Scenario.Arrival arrival : scenario.arrivals()) {
            if (arrival.baseline()) {
                JsonNode part = JSON.readTree(arrival.record());
                snapshots.add(new Baseline(part.get("baseline").asText(), arrival.account(),
                        part.get("start").asLong(), List.of(arrival.record())));
            }
        }
        return snapshots;
    }

    private Lane.Ended run(List<String> paths, InputStream standardInput, List<Baseline> snapshots) {
        FilesRun run = new FilesRun(lane(), complaints, ArrivalRange.of(ReplayOrder.Span.ALL), DELIVERED,
                snapshots);
        new RecordFiles(complaints, (bytes, of) -> {}, run).run(paths, standardInput);
        return run.end().lane();
    }

    private static Lane lane() {
        return new Lane(1, Set.of(), List.of(Lane.Begin.empty(RulesTimeline.always(Rules.DEFAULT))),
                Courses.json());
    }

    /** In any order: what stands does not depend on it. */
    private static List<Scenario.Arrival> records(Scenario scenario, Random random) {
        List<Scenario.Arrival> records = new ArrayList<>(scenario.arrivals().stream()
                .filter(arrival -> !arrival.baseline()).toList());
        Collections.shuffle(records, random);
        return records;
    }

    private static byte[] lines(List<Scenario.Arrival> records) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        records.forEach(arrival -> {
            lines.writeBytes(arrival.record());
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    private static List<String> withoutPlace(Lane.Ended ended) {
        List<String> told = new ArrayList<>(List.of(ended.records() + " records, " + ended.judged() + " judged, "
                + ended.rejected() + " rejected, " + ended.courses().getFirst().versions().size() + " versions"));
        ended.courses().getFirst().alerts().stream().sorted(ReplayedAlert.ORDER).map(alert -> new ReplayedAlert(
                alert.uid(), alert.rule(), alert.severity(), alert.stands(), alert.target(), alert.how(), alert.path(),
                alert.raised(), alert.times(), alert.allowedBy(), 0, alert.offset()).toString()).forEach(told::add);
        return told;
    }
}
