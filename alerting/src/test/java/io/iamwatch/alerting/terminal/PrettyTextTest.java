package io.iamwatch.alerting.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts as files under golden/: read them, they are what an analyst reads. */
class PrettyTextTest {

    static Stream<Arguments> alerts() {
        Alerts attack = Alerts.attack();
        return Stream.of(Arguments.of("alert-new-admin-user", attack.finding()),
                Arguments.of("alert-two-people-hours-apart", attack.times(-4000, 8000)
                        .people("deploy-bot", "alice", "bob@corp.example.com", false,
                                "aws-cli/2.15.30 Python/3.11.8 Linux/5.15 exe/x86_64 command/iam.attach-user-policy")
                        .updated().finding()),
                Arguments.of("alert-admin-granted", Alerts.unborn().finding()),
                Arguments.of("alert-superseded", Alerts.unborn().closed(attack.uid()).finding()),
                Arguments.of("alert-retracted", attack.closed(null).finding()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void anAlert(String golden, DetectionFinding alert) throws IOException {
        assertGolden(golden, AlertText.of(alert, Style.PLAIN));
    }

    @Test
    void anIncident() throws IOException {
        assertGolden("incident", IncidentText.of(incident(), Style.PLAIN));
    }

    @Test
    void anIncidentWithAllThatIsKnown() throws IOException {
        assertGolden("incident-whole", IncidentText.whole(Eve.story(), Style.PLAIN));
    }

    @Test
    void colourAddsNothingButColour() {
        for (String coloured : List.of(AlertText.of(Alerts.attack().finding(), Style.ANSI),
                IncidentText.of(incident(), Style.ANSI))) {
            assertThat(coloured).contains("\u001b[1;37;41m CRITICAL \u001b[0m");
            assertThat(coloured.lines()).allSatisfy(
                    line -> assertThat(line.lastIndexOf("\u001b[")).isEqualTo(line.lastIndexOf("\u001b[0m")));
        }
        assertThat(IncidentText.of(incident(), Style.ANSI).replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(IncidentText.of(incident(), Style.PLAIN));
    }

    private static IncidentFinding incident() {
        Optional<IncidentFinding> state = Optional.empty();
        for (AlertVersion version : List.of(Alerts.unborn().at(5), Alerts.attack().at(7),
                Alerts.unborn().closed(Alerts.attack().uid()).at(7))) {
            state = Optional.of(((Incidents.Outcome.Changed) Incidents.apply(state, version)).incident());
        }
        return state.orElseThrow();
    }

    private static void assertGolden(String name, String text) throws IOException {
        try (InputStream golden = PrettyTextTest.class.getResourceAsStream("/golden/" + name + ".txt")) {
            assertThat(golden).as("golden/%s.txt is missing; the text is:%n%s", name, text).isNotNull();
            assertThat(text).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
        assertThat(text.lines().skip(1)).as("fits a terminal").allMatch(line -> line.length() <= 100);
    }
}
