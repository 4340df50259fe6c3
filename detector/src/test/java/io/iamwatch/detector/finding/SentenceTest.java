package io.iamwatch.detector.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.event.EventReader;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.judge.RecordJudge;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.KeyValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an alert says in one sentence, and in which order it tells its links. */
class SentenceTest {

    private static final Path OMITTED_POLICY = Path
            .of("src/test/resources/scenarios/omitted-policy-whose-name-stays.scenario");

    @Test
    void namesThePathFromThePrincipalToWhatItSays() {
        DetectionFinding alert = last("new-admin-user",
                "1 create-group ops AGPAOPS",
                "2 create-policy ops ANPAOPS allow:s3:GetObject:on:*",
                "3 attach-group ops own/ops",
                "16 create backup-sync AIDAB by=role/ci-deploy",
                "17 add-user ops backup-sync by=role/ci-deploy",
                "20 create-policy-version ops v2 full default by=role/ci-deploy");
        assertThat(alert.message())
                .isEqualTo("user backup-sync, created 4 s earlier by role ci-deploy (session session), became an"
                        + " administrator through group ops → customer policy ops v2: Allow * on *,"
                        + " by user christophe and role ci-deploy (session session)");
        assertThat(alert.details().path()).containsExactly(
                "role ci-deploy (session session) created user backup-sync (AIDAB)",
                "user christophe attached ops to group ops",
                "role ci-deploy (session session) added user backup-sync to group ops",
                "role ci-deploy (session session) wrote policy ops v2 and made it the default");
    }

    /** The names of the calls of one second are in another order, and so are their ids. */
    @Test
    void tellsACauseBeforeWhatItMadePossible() {
        DetectionFinding alert = last("new-admin-user",
                "10 add-user ops eve id=a",
                "10 attach-group ops own/boss id=b",
                "10 create eve AIDAEVE id=z",
                "10 create-group ops AGPAOPS id=y",
                "10 create-policy boss ANPABOSS full id=x");
        assertThat(alert.findingInfo().relatedEvents()).extracting("uid").containsExactly("z", "x", "b", "a");
        assertThat(alert.message()).contains("through group ops → customer policy boss v1: Allow * on *");
    }

    @Test
    void namesWhoMayBeMeantWhereCloudTrailLeftThatOut() {
        DetectionFinding alert = last("unresolved-grant",
                "5 create old AIDAOLD",
                "10 create eve AIDAEVE",
                "11 create gone AIDAGONE",
                "12 delete gone",
                "14 omitted PutUserPolicy",
                "20 create mallory AIDAMALLORY",
                "21 omitted PutUserPolicy",
                "30 create later AIDALATER");
        assertThat(alert.details().others()).as("there at one of the calls").containsExactly("mallory", "eve", "old");
        assertThat(alert.message()).endsWith("left out; candidates: mallory, eve, old");
    }

    @Test
    void aCreationWhoseNameIsKnownHidesNobody() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(OMITTED_POLICY));
        lines.addFirst("15 omitted PutUserPolicy by=m/AIDAM");
        assertThat(alerts(lines)).filteredOn(alert -> alert.severityId() == Severity.HIGH)
                .extracting(DetectionFinding::message)
                .containsExactlyInAnyOrder("policy ops was made by CreatePolicy, whose parameters CloudTrail left out",
                        "user (not told) was given something by PutUserPolicy, whose parameters CloudTrail left out");
    }

    private static DetectionFinding last(String rule, String... lines) {
        return alerts(Stream.concat(Stream.of("expect nothing"), Stream.of(lines)).toList()).stream()
                .filter(alert -> alert.findingInfo().analytic().uid().equals(rule)).toList().getLast();
    }

    private static List<DetectionFinding> alerts(List<String> lines) {
        RecordJudge judge = new RecordJudge(Rules.DEFAULT, KeyValues.inMemory());
        List<DetectionFinding> alerts = new ArrayList<>();
        for (Scenario.Arrival arrival : Scenario.of("told", lines).arrivals()) {
            Origin origin = new Origin("cloudtrail.identity", 0, 0, arrival.arrivalMillis(), null);
            if (judge.read(arrival.record(), arrival.account(),
                    origin) instanceof EventReader.Reading.Relevant(var event)) {
                judge.judge(event, arrival.record()).alerts().forEach(version -> alerts.add(version.alert()));
            }
        }
        return alerts;
    }
}
