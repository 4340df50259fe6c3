package io.iamwatch.alerting.incident;

import static io.iamwatch.contracts.finding.Findings.ATTACK_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.Incidents.Outcome;
import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.FindingJson;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IncidentsTest {

    private static final Alerts ATTACK = Alerts.attack();
    private static final Alerts UNBORN = Alerts.unborn();

    @Test
    void theFirstAlertOpensAnIncident() {
        IncidentFinding incident = after(ATTACK.at(7));
        assertThat(incident.activityId()).isEqualTo(Activity.CREATE);
        assertThat(incident.statusId()).isEqualTo(Status.NEW);
        assertThat(incident.severityId()).isEqualTo(Severity.CRITICAL);
        assertThat(incident.assigneeGroup().name()).isEqualTo("soc");
        assertThat(incident.cloud().account().uid()).isEqualTo(Alerts.ACCOUNT);
        assertThat(incident.time()).isEqualTo(ATTACK_TIME + 60_000);
        assertThat(incident.startTime()).isEqualTo(ATTACK_TIME);
        assertThat(incident.findingInfoList()).containsExactly(ATTACK.finding().findingInfo());
        assertThat(incident.unmapped().iamwatch().principal()).isEqualTo(ATTACK.finding().resources().getFirst());
        OcsfSchema.assertValid(incident);
    }

    /** sha256 of incident NUL account NUL key NUL uid of the first alert, computed outside of Java. */
    @Test
    void theUidIsFrozen() {
        assertThat(uid(after(ATTACK.at(7))))
                .isEqualTo("5b399bbfd37d523dd004320a9fa3b53e4f56ae317adad2e109c69f37aaa6134b");
        assertThat(uid(after(UNBORN.at(5)))).isNotEqualTo(uid(after(ATTACK.at(7))));
    }

    static Stream<Arguments> stories() {
        Alerts closed = UNBORN.closed(ATTACK.uid());
        return Stream.of(
                story("created", List.of(ATTACK.at(7)), Severity.CRITICAL, "new-admin-user stands"),
                story("updated", List.of(ATTACK.at(7), ATTACK.updated().at(9)), Severity.CRITICAL,
                        "new-admin-user stands"),
                story("unborn, then born", List.of(UNBORN.at(5), ATTACK.at(7), closed.at(7)), Severity.CRITICAL,
                        "admin-granted superseded", "new-admin-user stands"),
                story("superseded before its successor comes", List.of(UNBORN.at(5), closed.at(7), ATTACK.at(7)),
                        Severity.CRITICAL, "admin-granted superseded", "new-admin-user stands"),
                story("retracted: severity stays", List.of(ATTACK.at(7), ATTACK.closed(null).at(8)), Severity.CRITICAL,
                        "new-admin-user retracted"),
                story("the worse is retracted: severity of what stands",
                        List.of(UNBORN.at(5), ATTACK.at(7), ATTACK.closed(null).at(8)), Severity.HIGH,
                        "admin-granted stands", "new-admin-user retracted"),
                story("severity sinks with its alert",
                        List.of(ATTACK.at(7), ATTACK.severity(Severity.LOW).updated().at(8)), Severity.LOW,
                        "new-admin-user stands"),
                story("severity rises", List.of(UNBORN.severity(Severity.LOW).at(5), UNBORN.updated().at(6)),
                        Severity.HIGH, "admin-granted stands"),
                story("closed, then open again", List.of(ATTACK.at(7), ATTACK.closed(null).at(8),
                        ATTACK.updated().at(9)), Severity.CRITICAL, "new-admin-user stands"));
    }

    private static Arguments story(String name, List<AlertVersion> versions, Severity severity, String... alerts) {
        return Arguments.of(name, versions, severity, List.of(alerts));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void alertsMakeOneIncident(String name, List<AlertVersion> versions, Severity severity, List<String> alerts) {
        IncidentFinding incident = after(versions);
        assertThat(incident.severityId()).as(name).isEqualTo(severity);
        assertThat(incident.unmapped().iamwatch().alerts()).extracting(IncidentsTest::inShort)
                .containsExactlyElementsOf(alerts);
        assertThat(incident.unmapped().iamwatch().alertsTotal()).isEqualTo(alerts.size());
        assertThat(incident.findingInfoList()).hasSameSizeAs(alerts);
        assertThat(incident.statusId()).isEqualTo(Status.NEW);
        assertThat(incident.activityId()).isEqualTo(versions.size() == 1 ? Activity.CREATE : Activity.UPDATE);
        assertThat(uid(incident)).isEqualTo(uid(after(versions.getFirst())));
        OcsfSchema.assertValid(incident);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void repeatedDeliveryChangesNothing(String name, List<AlertVersion> versions) {
        IncidentFinding incident = after(versions);
        for (AlertVersion version : versions) {
            assertThat(Incidents.apply(Optional.of(incident), version)).as("%s: %s", name, version.id())
                    .isEqualTo(new Outcome.Repeated());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void everyVersionAtOnceOrTwiceGivesTheSame(String name, List<AlertVersion> versions) {
        List<AlertVersion> twice = versions.stream().flatMap(version -> Stream.of(version, version)).toList();
        assertThat(after(twice)).as(name).isEqualTo(after(versions));
    }

    /** Topics that are moved to other partitions count their offsets anew. */
    @Test
    void aVersionThatArrivedLaterIsNewsWhateverItsOffset() {
        IncidentFinding incident = after(ATTACK.at(1000));
        assertThat(Incidents.apply(Optional.of(incident), ATTACK.updated().at(7, 60)))
                .isEqualTo(new Outcome.Repeated());
        IncidentFinding after = changed(Optional.of(incident), ATTACK.updated().at(7, 61));
        assertThat(Incidents.apply(Optional.of(after), ATTACK.updated().at(7, 61))).isEqualTo(new Outcome.Repeated());
    }

    @Test
    void anOlderVersionOfTheSamePartitionIsNoNews() {
        IncidentFinding incident = after(ATTACK.updated().at(100));
        assertThat(Incidents.apply(Optional.of(incident), ATTACK.at(99))).isEqualTo(new Outcome.Repeated());
        assertThat(Incidents.apply(Optional.of(incident), ATTACK.at(101))).isInstanceOf(Outcome.Changed.class);
        var elsewhere = new AlertVersion(Alerts.KEY, ATTACK.uid() + "/cloudtrail.users/8/1", ATTACK.finding());
        assertThat(Incidents.apply(Optional.of(incident), elsewhere)).as("offsets of two topics have no order")
                .isInstanceOf(Outcome.Changed.class);
        var foreign = new AlertVersion(Alerts.KEY, "f1", ATTACK.finding());
        IncidentFinding after = changed(Optional.of(incident), foreign);
        assertThat(Incidents.apply(Optional.of(after), foreign)).isEqualTo(new Outcome.Repeated());
    }

    @Test
    void timesSpanAllEvidence() {
        IncidentFinding incident = after(ATTACK.times(-60, 10).at(1), UNBORN.times(null, 500).at(2));
        assertThat(incident.startTime()).isEqualTo(ATTACK_TIME - 60_000);
        assertThat(incident.endTime()).isEqualTo(ATTACK_TIME + 500_000);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void anOpenIncidentKeepsItsLifeAndAClosedOneIsFollowedByAnother(Status status) {
        IncidentFinding before = with(after(UNBORN.at(5)), status);
        IncidentFinding next = changed(Optional.of(before), ATTACK.at(7));
        if (status == Status.CLOSED) {
            assertThat(uid(next)).isEqualTo(uid(after(ATTACK.at(7))));
            assertThat(next.statusId()).isEqualTo(Status.NEW);
            assertThat(next.activityId()).isEqualTo(Activity.CREATE);
        } else {
            assertThat(uid(next)).isEqualTo(uid(before));
            assertThat(next.statusId()).as("more happened").isEqualTo(status == Status.NEW
                    ? Status.NEW
                    : Status.IN_PROGRESS);
        }
        IncidentFinding own = changed(Optional.of(before), UNBORN.closed(ATTACK.uid()).at(7));
        assertThat(uid(own)).as("its own alert").isEqualTo(uid(before));
        assertThat(own.statusId()).isEqualTo(status);
    }

    @Test
    void namesTheNewestIncarnationOfANameThatWasCreatedAgain() {
        Alerts again = ATTACK.uid("again").people("Malicious-IAM-User", "christophe", "christophe", null, "aws-cli");
        IncidentFinding incident = after(ATTACK.at(7), again.at(9), ATTACK.updated().at(11));
        assertThat(incident.unmapped().iamwatch().principal()).isEqualTo(again.finding().resources().getFirst());
        assertThat(after(ATTACK.at(7), again.closed(null).at(9)).unmapped().iamwatch().principal())
                .as("what does not stand changes nothing").isEqualTo(ATTACK.finding().resources().getFirst());
    }

    @Test
    void listsAHundredAlertsAndCountsTheRest() throws JsonProcessingException {
        Optional<IncidentFinding> state = Optional.of(after(ATTACK.at(0)));
        for (int i = 1; i <= 150; i++) {
            state = Optional.of(changed(state, UNBORN.uid("uid" + i).severity(Severity.LOW).at(i)));
        }
        IncidentFinding.Details details = state.get().unmapped().iamwatch();
        assertThat(details.alerts()).hasSize(Listing.MAX_ALERTS);
        assertThat(details.alertsTotal()).isEqualTo(151);
        assertThat(details.alerts()).first().extracting(AlertState::uid).as("the worst stays").isEqualTo(ATTACK.uid());
        assertThat(details.alerts()).last().extracting(AlertState::uid).isEqualTo("uid150");
        IncidentFinding after = changed(state, UNBORN.uid("uid1").severity(Severity.LOW).updated().at(200));
        assertThat(after.unmapped().iamwatch().alertsTotal()).as("counted when it came").isEqualTo(151);
        assertThat(FindingJson.MAPPER.writeValueAsBytes(after).length).isLessThan(1 << 20);
    }

    @Test
    void hostileTextsDoNotMakeAnIncidentLarge() throws JsonProcessingException {
        String text = "\u0001".repeat(100_000);
        Optional<IncidentFinding> state = Optional.empty();
        for (int i = 0; i < Listing.MAX_ALERTS; i++) {
            state = Optional.of(changed(state, ATTACK.uid("uid" + i).people(text, text, text, true, text).at(i)));
        }
        assertThat(FindingJson.MAPPER.writeValueAsBytes(state.get()).length).isLessThan(1 << 20);
        assertThat(state.get().unmapped().iamwatch().alerts()).hasSize(Listing.MAX_ALERTS);
        OcsfSchema.assertValid(state.get());
    }

    private static String inShort(AlertState alert) {
        String fate = alert.stands() ? "stands" : alert.supersededBy() == null ? "retracted" : "superseded";
        return alert.ruleId() + " " + fate;
    }

    private static IncidentFinding after(AlertVersion... versions) {
        return after(List.of(versions));
    }

    private static IncidentFinding after(List<AlertVersion> versions) {
        Optional<IncidentFinding> state = Optional.empty();
        for (AlertVersion version : versions) {
            if (Incidents.apply(state, version) instanceof Outcome.Changed(IncidentFinding incident)) {
                state = Optional.of(incident);
            }
        }
        return state.orElseThrow();
    }

    private static IncidentFinding changed(Optional<IncidentFinding> state, AlertVersion version) {
        return ((Outcome.Changed) Incidents.apply(state, version)).incident();
    }

    private static IncidentFinding with(IncidentFinding incident, Status status) {
        var times = new IncidentFinding.Times(incident.time(), incident.startTime(), incident.endTime());
        var body = new IncidentFinding.Body(incident.metadata(), incident.cloud(), incident.assigneeGroup(),
                incident.findingInfoList(), incident.unmapped().iamwatch());
        return IncidentFinding.of(incident.activityId(), incident.severityId(), status, times, incident.message(),
                incident.desc(), body);
    }

    private static String uid(IncidentFinding incident) {
        return incident.unmapped().iamwatch().uid();
    }
}
