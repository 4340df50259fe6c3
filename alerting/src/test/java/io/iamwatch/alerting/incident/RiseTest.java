package io.iamwatch.alerting.incident;

import static io.iamwatch.contracts.finding.Findings.ATTACK_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.alerting.investigation.Kin;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.finding.StillSucceeding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows makes an incident graver, which says why; and another group may look after it then. */
class RiseTest {

    private static final String NONE = "";

    static Stream<Arguments> stories() {
        Told login = Told.by("new-admin-active").did(Eve.activity());
        Told trail = Told.by("audit-trail-tampering").severity(Severity.MEDIUM).call(9, "eve", "UpdateTrail", "");
        Told everyday = Told.by("audit-trail-tampering").severity(Severity.LOW).call(9, "eve", "PutRule", "");
        Told contained = Told.by("new-admin-contained").how("is contained: it was deleted");
        Told calls = Told.by("new-admin-contained").how("is partly contained: no administrator any more")
                .still(new StillSucceeding(ATTACK_TIME, 4, ATTACK_TIME, ATTACK_TIME, List.of("s3")));
        Told undone = Told.by("new-admin-contained").how("is not contained any more: an administrator again");
        return Stream.of(Arguments.of(Severity.MEDIUM, List.of(), Severity.MEDIUM, NONE),
                Arguments.of(Severity.MEDIUM, List.of(login), Severity.HIGH,
                        "; graver than Medium, since it signed in to the console"),
                Arguments.of(Severity.MEDIUM, List.of(login, trail), Severity.HIGH, "since it signed in to the console,"
                        + " and what records or watches the account was touched by it"),
                Arguments.of(Severity.MEDIUM, List.of(everyday), Severity.MEDIUM, NONE),
                Arguments.of(Severity.HIGH, List.of(contained), Severity.HIGH, NONE),
                Arguments.of(Severity.HIGH, List.of(calls), Severity.CRITICAL,
                        "calls still succeed after what was done against it"),
                Arguments.of(Severity.HIGH, List.of(undone), Severity.CRITICAL, "what was done against it was undone"),
                Arguments.of(Severity.CRITICAL, List.of(login), Severity.CRITICAL,
                        "; since then it signed in to the console"));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void followUpsRaiseItByOneStepAndSayWhy(Severity first, List<Told> more, Severity severity, String why) {
        List<Told> alerts = new ArrayList<>(List.of(Told.administrator().severity(first)));
        alerts.addAll(more);
        IncidentFinding incident = Eve.incident(alerts.toArray(Told[]::new));
        assertThat(incident.severityId()).isEqualTo(severity);
        assertThat(incident.unmapped().iamwatch().severityReason()).startsWith(severity.caption() + ": new-admin-user")
                .contains(why);
        if (why.isEmpty()) {
            assertThat(incident.unmapped().iamwatch().severityReason()).doesNotContain("since");
        }
    }

    @Test
    void whatIsTakenBackDoesNotRaise() {
        Told login = Told.by("new-admin-active").did(Eve.activity());
        assertThat(Eve.incident(Told.administrator().severity(Severity.LOW), login).severityId())
                .isEqualTo(Severity.MEDIUM);
        assertThat(Eve.incident(Told.administrator().severity(Severity.LOW), login.closed()).severityId())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void ofWhoIsNoAdministratorNothingIsRaised() {
        assertThat(Eve.incident(Told.by("audit-trail-tampering").severity(Severity.MEDIUM)).severityId())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void theGroupIsThatOfTheRuleThenOfTheSeverityThenOfAll() {
        AssigneeGroups groups = AssigneeGroups.parse(List.of("desk", "critical=on-call", "high=seniors",
                "audit-trail-tampering=cloud platform"));
        assertThat(group(groups, Told.administrator().severity(Severity.MEDIUM))).isEqualTo("desk");
        assertThat(group(groups, Told.administrator())).isEqualTo("on-call");
        assertThat(group(groups, Told.by("audit-trail-tampering").severity(Severity.HIGH)))
                .isEqualTo("cloud platform");
        assertThat(group(groups, Told.administrator().severity(Severity.MEDIUM),
                Told.by("new-admin-active").did(Eve.activity()))).as("it became graver").isEqualTo("seniors");
        assertThat(group(AssigneeGroups.parse(List.of()), Told.administrator())).isEqualTo("soc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "high=", "HIGH=x", "=x", "a b!", "no rule=x"})
    void whatIsNoGroupIsRefusedByName(String entry) {
        assertThatThrownBy(() -> AssigneeGroups.parse(List.of(entry))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + entry + "\"");
    }

    @Test
    void nothingIsSaidTwice() {
        assertThatThrownBy(() -> AssigneeGroups.parse(List.of("soc", "desk"))).hasMessageContaining("said twice");
        assertThatThrownBy(() -> AssigneeGroups.parse(List.of("low=a", "low=b"))).hasMessageContaining("said twice");
    }

    private static String group(AssigneeGroups groups, Told... alerts) {
        Optional<IncidentFinding> incident = Optional.empty();
        for (Told alert : alerts) {
            incident = Optional.of(((Incidents.Outcome.Changed) Incidents.apply(incident, alert.at(1),
                    Kin.unknown("111122223333"), groups)).incident());
        }
        return incident.orElseThrow().assigneeGroup().name();
    }
}
