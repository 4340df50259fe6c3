package io.iamwatch.alerting.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.Commands;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.finding.StillSucceeding;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.notification.Notification.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When what is told: a story, told by a clock that the test moves. */
class OutboxTest {

    private static final Timing TIMING = new Timing(60, 300, 3600);

    private final Outbox outbox = new Outbox(TIMING);
    private final List<Notification> told = new ArrayList<>();
    private Optional<IncidentFinding> incident = Optional.empty();
    private Optional<Ledger> ledger = Optional.empty();
    private boolean joined;
    private long now = 1000;
    private int offset;

    @Test
    void whatIsCertainIsToldAtOnce() {
        alert(Alerts.attack());
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED);
        Notification first = told.getFirst();
        assertThat(first.id()).startsWith(Alerts.ACCOUNT + "/");
        assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(first.rules()).containsExactly("new-admin-user");
        assertThat(first.news()).hasSize(1).first().asString().startsWith("new-admin-user: ");
        assertThat(ledger.orElseThrow().next()).isNull();
    }

    @Test
    void whatMayBeRetractedWaitsAMinute() {
        alert(Alerts.unborn());
        assertThat(told).isEmpty();
        assertThat(ledger.orElseThrow().next()).isEqualTo(1060);
        now = 1059;
        look();
        assertThat(told).isEmpty();
        now = 1060;
        look();
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED);
        assertThat(told.getFirst().provisional()).isTrue();
    }

    @Test
    void whatIsRetractedWithinTheMinuteIsNeverTold() {
        alert(Alerts.unborn());
        alert(Alerts.unborn().closed(null));
        assertThat(ledger.orElseThrow().next()).isNull();
        now = 5000;
        look();
        assertThat(told).isEmpty();
    }

    @Test
    void whatWaitsIsToldAtOnceWhenItIsCertain() {
        alert(Alerts.unborn());
        now = 1010;
        alert(Alerts.attack());
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED);
        assertThat(ledger.orElseThrow().next()).isNull();
    }

    @Test
    void quietUpdatesComeTogetherAndRisingSeverityAtOnce() {
        alert(Alerts.attack().severity(Severity.HIGH));
        now = 1010;
        alert(Alerts.attack().severity(Severity.HIGH).uid("second"));
        now = 1020;
        alert(Alerts.attack().severity(Severity.HIGH).uid("third"));
        assertThat(told).hasSize(1);
        assertThat(ledger.orElseThrow().next()).isEqualTo(1300);
        now = 1300;
        look();
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED, Kind.UPDATED);
        assertThat(told.getLast().news()).hasSize(2);
        now = 1301;
        alert(Alerts.attack().uid("fourth"));
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED, Kind.UPDATED, Kind.RAISED);
        assertThat(told.getLast().news()).anyMatch(sentence -> sentence.startsWith("Critical: "));
    }

    @Test
    void whatOnlyCountsOnIsNoNews() {
        version(Told.administrator().at(++offset));
        version(Told.by("new-admin-active").did(Eve.activity()).at(++offset));
        now = 1300;
        look();
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED, Kind.UPDATED);
        now = 2000;
        version(Told.by("new-admin-active").did(Eve.activity()).call(9, "eve", "GetUser", "{}").at(++offset));
        assertThat(ledger.orElseThrow().next()).as("another service is no news").isNull();
        Told measures = Told.by("new-admin-contained").how("is partly contained: no administrator any more");
        version(measures.at(++offset));
        assertThat(told).hasSize(3);
        assertThat(told.getLast().news())
                .containsExactly("new-admin-contained: is partly contained: no administrator any more");
        now = 3000;
        version(measures.still(new StillSucceeding(1, 4, 2, 3, List.of("s3"))).at(++offset));
        assertThat(ledger.orElseThrow().next()).as("the same measures are no news").isNull();
        version(measures.how("is contained: it was deleted").at(++offset));
        assertThat(told).hasSize(4);
    }

    @Test
    void whatWasToldAndIsTakenBackIsToldToo() {
        alert(Alerts.attack());
        alert(Alerts.attack().closed(null));
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED, Kind.RETRACTED);
        assertThat(told.getLast().news()).containsExactly("new-admin-user does not stand any more");
        look();
        assertThat(told).hasSize(2);
    }

    @Test
    void whatAnalystsDoIsToldAtOnce() {
        alert(Alerts.attack());
        command(new Action.Acknowledge());
        command(new Action.Comment("looking"));
        command(new Action.Snooze(2000, "owner is asleep"));
        assertThat(ledger.orElseThrow().next()).isEqualTo(2000);
        command(new Action.Resume());
        command(new Action.Resolve("done"));
        command(new Action.Reopen("not done"));
        command(new Action.Close(Verdict.BENIGN, null));
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED, Kind.ACKNOWLEDGED,
                Kind.ACKNOWLEDGED, Kind.RESOLVED, Kind.REOPENED, Kind.CLOSED);
        assertThat(told.get(2).news()).containsExactly("ann: comment, looking",
                "ann: snooze, until 1970-01-01T00:00:02Z: owner is asleep");
        assertThat(told).extracting(Notification::id).doesNotHaveDuplicates();
    }

    @Test
    void aSnoozedIncidentIsQuiet() {
        alert(Alerts.attack());
        command(new Action.Snooze(9000, "leave"));
        now = 5000;
        alert(Alerts.attack().uid("second"));
        look();
        assertThat(told).hasSize(2);
    }

    @Test
    void whatWasClosedBeforeItWasToldIsNotTold() {
        alert(Alerts.unborn());
        command(new Action.Close(Verdict.TEST, null));
        now = 9000;
        look();
        assertThat(told).isEmpty();
    }

    @Test
    void lowSeverityJoinsTheDigestOnceAndIsToldByItselfWhenItRises() {
        alert(Alerts.unborn().severity(Severity.LOW));
        assertThat(joined).isTrue();
        alert(Alerts.unborn().severity(Severity.LOW).uid("second"));
        assertThat(joined).isFalse();
        assertThat(told).isEmpty();
        alert(Alerts.attack());
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED);
    }

    @Test
    void aDigestListsWhatItHoldsAndTheNextHasAnotherId() {
        alert(Alerts.unborn().severity(Severity.LOW));
        Digest digest = Digest.first(Alerts.ACCOUNT).with(incident.orElseThrow(), now, TIMING);
        assertThat(digest.dueAt()).isEqualTo(4600);
        for (int i = 0; i < 200; i++) {
            digest = digest.with(incident.orElseThrow(), now + i, TIMING);
        }
        Notification notification = digest.notification(4600);
        assertThat(notification.kind()).isEqualTo(Kind.DIGEST);
        assertThat(notification.digest()).hasSize(100);
        assertThat(notification.news()).containsExactly("201 incidents of low severity in " + Alerts.ACCOUNT
                + ", of which 100 are listed");
        Digest next = digest.next().with(incident.orElseThrow(), now, TIMING);
        assertThat(next.notification(1).id()).isNotEqualTo(notification.id());
    }

    @Test
    void theNextIncidentAboutAPrincipalBeginsAnew() {
        alert(Alerts.attack());
        command(new Action.Close(Verdict.BENIGN, null));
        alert(Alerts.attack().uid("again"));
        assertThat(told).extracting(Notification::kind).containsExactly(Kind.OPENED, Kind.CLOSED, Kind.OPENED);
        assertThat(told).extracting(Notification::id).doesNotHaveDuplicates();
    }

    private void alert(Alerts alert) {
        version(alert.at(++offset));
    }

    private void version(AlertVersion version) {
        if (Incidents.apply(incident, version) instanceof Incidents.Outcome.Changed(IncidentFinding after)) {
            incident = Optional.of(after);
        }
        look();
    }

    private void command(Action action) {
        IncidentFinding before = incident.orElseThrow();
        IncidentCommand command = new IncidentCommand("c" + ++offset, before.unmapped().iamwatch().uid(), "ann", now,
                action);
        incident = Optional.of(((Commands.Outcome.Logged) Commands.apply(before, command)).incident());
        look();
    }

    private void look() {
        Outbox.Step step = outbox.step(ledger, incident.orElseThrow(), now);
        ledger = Optional.of(step.ledger());
        step.notification().ifPresent(told::add);
        joined = step.joinsDigest();
    }
}
