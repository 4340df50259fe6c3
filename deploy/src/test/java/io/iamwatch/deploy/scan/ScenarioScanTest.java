package io.iamwatch.deploy.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.AlertWords;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.rules.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario file as a file that is scanned. */
class ScenarioScanTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** After the events of all scenarios but those that are dated in a far future. */
    private static final Instant NOW = Instant.parse("2038-01-01T00:00:00Z");

    /**
     * What comes out otherwise, since no file tells when its records arrived: two of 2099 vouch for each other's date,
     * and in the order of time nothing is late.
     */
    private static final Map<String, String> OTHERWISE = Map.of(
            "deletion-dated-2099.scenario",
            "new-admin-user eve user:eve AIDAEVE ta=14 tb=10 lost critical FULL_ADMIN links=2",
            "late-beyond-the-horizon.scenario",
            "new-admin-user eve user:eve AIDAEVE ta=10 tb=0 still critical FULL_ADMIN links=2");

    static Stream<Scenario> scenarios() {
        return Scenario.all(Path.of("../detector/src/test/resources/scenarios"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void givesTheAlertsThatItExpects(Scenario scenario) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<Baseline> snapshots = new ArrayList<>();
        for (Scenario.Arrival arrival : scenario.arrivals()) {
            if (arrival.baseline()) {
                JsonNode part = JSON.readTree(arrival.record());
                snapshots.add(new Baseline(part.get("baseline").asText(), arrival.account(),
                        part.get("start").asLong(), List.of(arrival.record())));
            } else {
                lines.write(arrival.record());
                lines.write('\n');
            }
        }
        Scanned scanned = new FileScan(Rules.DEFAULT, snapshots, new Complaints(), NOW, (bytes, of) -> {})
                .run(List.of("-"), new ByteArrayInputStream(lines.toByteArray()));
        List<String> words = new ArrayList<>();
        for (StandingAlerts.Standing alert : scanned.alerts().inOrder()) {
            words.add(AlertWords.of(alert(alert.json())));
        }
        if (OTHERWISE.containsKey(scenario.name())) {
            assertThat(words).containsExactly(OTHERWISE.get(scenario.name()));
        } else {
            assertThat(scenario.differences(words)).isEmpty();
        }
    }

    private static DetectionFinding alert(byte[] json) {
        return JsonSerde.alerts().deserializer().deserialize(Topics.ALERTS.name(), json);
    }
}
