package io.iamwatch.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.investigation.Eve;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What analysts do, as data: from each status, each command. */
class CommandsTest {

    private static final long NOW = 1_000;
    private static final Action ACKNOWLEDGE = new Action.Acknowledge();
    private static final Action ASSIGN = new Action.Assign("ben");
    private static final Action COMMENT = new Action.Comment("seen before");
    private static final Action SNOOZE = new Action.Snooze(NOW + 60, "until the owner is back");
    private static final Action RESUME = new Action.Resume();
    private static final Action RESOLVE = new Action.Resolve("keys are inactive");
    private static final Action REOPEN = new Action.Reopen(null);
    private static final Action CLOSE = new Action.Close(Verdict.TRUE_POSITIVE, "an attack");
    private static final List<Action> ALL = List.of(ACKNOWLEDGE, ASSIGN, COMMENT, SNOOZE, RESUME, RESOLVE, REOPEN,
            CLOSE);

    private int commands;

    /** From, and where each of {@link #ALL} leads; null where it is refused. */
    static Stream<Arguments> table() {
        return Stream.of(
                row(Status.NEW, Status.IN_PROGRESS, Status.NEW, Status.NEW, Status.ON_HOLD, null, Status.RESOLVED, null,
                        Status.CLOSED),
                row(Status.IN_PROGRESS, null, Status.IN_PROGRESS, Status.IN_PROGRESS, Status.ON_HOLD, null,
                        Status.RESOLVED, null, Status.CLOSED),
                row(Status.ON_HOLD, null, Status.ON_HOLD, Status.ON_HOLD, Status.ON_HOLD, Status.IN_PROGRESS,
                        Status.RESOLVED, null, Status.CLOSED),
                row(Status.RESOLVED, null, Status.RESOLVED, Status.RESOLVED, null, null, null, Status.IN_PROGRESS,
                        Status.CLOSED),
                row(Status.CLOSED, null, null, Status.CLOSED, null, null, null, null, Status.CLOSED)).flatMap(it -> it);
    }

    private static Stream<Arguments> row(Status from, Status... to) {
        return Stream.iterate(0, i -> i < ALL.size(), i -> i + 1).map(i -> Arguments.of(from, ALL.get(i), to[i]));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void leadsWhereTheTableSays(Status from, Action action, Status to) {
        IncidentFinding before = at(from);
        IncidentFinding after = logged(before, action);
        LogEntry entry = after.unmapped().iamwatch().workflow().log().getLast();
        assertThat(after.statusId()).isEqualTo(to == null ? from : to);
        if (to == null) {
            assertThat(entry.refused()).contains(from.caption());
        } else {
            assertThat(entry.refused()).isNull();
        }
        assertThat(after.activityId()).isEqualTo(after.statusId() == Status.CLOSED ? Activity.CLOSE : Activity.UPDATE);
        assertThat(entry.author()).isEqualTo("ann");
        OcsfSchema.assertValid(after);
    }

    @Test
    void rememberWhoWhatAndWhy() {
        IncidentFinding taken = logged(incident(), ACKNOWLEDGE);
        assertThat(taken.assignee().name()).isEqualTo("ann");
        IncidentFinding given = logged(taken, ASSIGN);
        assertThat(given.assignee().name()).isEqualTo("ben");
        IncidentFinding waiting = logged(given, SNOOZE);
        assertThat(waiting.unmapped().iamwatch().workflow().snooze())
                .isEqualTo(new IncidentFinding.Snooze("ann", NOW + 60, "until the owner is back"));
        IncidentFinding closed = logged(waiting, CLOSE);
        assertThat(closed.verdictId()).isEqualTo(Verdict.TRUE_POSITIVE);
        assertThat(closed.verdict()).isEqualTo("True Positive");
        assertThat(closed.unmapped().iamwatch().workflow().snooze()).isNull();
        assertThat(closed.unmapped().iamwatch().workflow().log()).extracting(LogEntry::action)
                .containsExactly("acknowledge", "assign", "snooze", "close");
        IncidentFinding corrected = logged(closed, new Action.Close(Verdict.TEST, null));
        assertThat(corrected.verdictId()).isEqualTo(Verdict.TEST);
    }

    static Stream<Action> incomplete() {
        return Stream.of(new Action.Assign(" "), new Action.Comment(null), new Action.Snooze(NOW + 60, ""),
                new Action.Snooze(NOW, "too late"), new Action.Close(null, "no verdict"));
    }

    @ParameterizedTest
    @MethodSource("incomplete")
    void refusesWhatIsIncompleteWithAReason(Action action) {
        IncidentFinding after = logged(incident(), action);
        assertThat(after.statusId()).isEqualTo(Status.NEW);
        assertThat(after.unmapped().iamwatch().workflow().log().getLast().refused())
                .matches("(an assignee|a text|a reason|a verdict) is needed|a snooze ends in the future");
    }

    @Test
    void theSameCommandAgainChangesNothingAndOneForAnotherIncidentIsNotApplied() {
        IncidentCommand command = new IncidentCommand("c", uid(incident()), "ann", NOW, COMMENT);
        IncidentFinding after = ((Commands.Outcome.Logged) Commands.apply(incident(), command)).incident();
        assertThat(Commands.apply(after, command)).isEqualTo(new Commands.Outcome.Repeated());
        assertThat(Commands.apply(after, new IncidentCommand("d", "other", "ann", NOW, COMMENT)))
                .isEqualTo(new Commands.Outcome.Elsewhere());
    }

    @Test
    void theLogIsBoundedAndCounted() {
        IncidentFinding incident = incident();
        for (int i = 0; i < CommandLog.MAX_ENTRIES + 7; i++) {
            incident = logged(incident, new Action.Comment("x".repeat(100_000)));
        }
        assertThat(incident.unmapped().iamwatch().workflow().log()).hasSize(CommandLog.MAX_ENTRIES)
                .allSatisfy(entry -> assertThat(entry.text()).hasSize(IncidentCommand.MAX_TEXT));
        assertThat(incident.unmapped().iamwatch().workflow().logTotal()).isEqualTo(CommandLog.MAX_ENTRIES + 7);
    }

    @Test
    void whatIsResolvedIsTakenUpAgainWhenTheStoryGoesOn() {
        IncidentFinding resolved = logged(incident(), RESOLVE);
        IncidentFinding same = changed(resolved, Alerts.attack().updated(), 8);
        assertThat(same.statusId()).isEqualTo(Status.RESOLVED);
        IncidentFinding more = changed(resolved, Alerts.attack().uid("other"), 9);
        assertThat(more.statusId()).isEqualTo(Status.IN_PROGRESS);
        assertThat(more.unmapped().iamwatch().workflow().log().getLast().author()).isEqualTo("iamwatch");
    }

    @Test
    void aSnoozeEndsWhenItIsOverOrTheIncidentGetsGraver() {
        IncidentFinding low = changed(Optional.empty(), Alerts.unborn().severity(Severity.MEDIUM), 1);
        IncidentFinding waiting = logged(low, SNOOZE);
        assertThat(changed(waiting, Alerts.unborn().severity(Severity.MEDIUM).uid("more"), 2).statusId())
                .isEqualTo(Status.ON_HOLD);
        IncidentFinding graver = changed(waiting, Alerts.attack(), 3);
        assertThat(graver.statusId()).isEqualTo(Status.IN_PROGRESS);
        assertThat(graver.unmapped().iamwatch().workflow().snooze()).isNull();
        assertThat(graver.unmapped().iamwatch().severityReason()).startsWith("Critical: new-admin-user stands");
        assertThat(Commands.wake(waiting, NOW + 60).statusId()).isEqualTo(Status.IN_PROGRESS);
        assertThat(Commands.wake(low, NOW + 60)).isEqualTo(low);
    }

    @Test
    void aClosedIncidentKeepsItsVerdictWhileItsAlertsChange() {
        IncidentFinding closed = logged(incident(), CLOSE);
        IncidentFinding after = changed(closed, Alerts.attack().closed(null), 8);
        assertThat(after.statusId()).isEqualTo(Status.CLOSED);
        assertThat(after.verdictId()).isEqualTo(Verdict.TRUE_POSITIVE);
    }

    private static IncidentFinding at(Status status) {
        CommandsTest test = new CommandsTest();
        List<Action> way = switch (status) {
            case NEW -> List.of();
            case IN_PROGRESS -> List.of(ACKNOWLEDGE);
            case ON_HOLD -> List.of(ACKNOWLEDGE, SNOOZE);
            case RESOLVED -> List.of(ACKNOWLEDGE, RESOLVE);
            case CLOSED -> List.of(CLOSE);
        };
        IncidentFinding incident = incident();
        for (Action action : way) {
            incident = test.logged(incident, action);
        }
        assertThat(incident.statusId()).isEqualTo(status);
        return incident;
    }

    private static IncidentFinding incident() {
        return changed(Optional.empty(), Alerts.attack(), 7);
    }

    private static IncidentFinding changed(IncidentFinding incident, Alerts alert, long offset) {
        return changed(Optional.of(incident), alert, offset);
    }

    private static IncidentFinding changed(Optional<IncidentFinding> incident, Alerts alert, long offset) {
        return ((Incidents.Outcome.Changed) Incidents.apply(incident, alert.at(offset))).incident();
    }

    private IncidentFinding logged(IncidentFinding incident, Action action) {
        String id = "command-" + Arrays.hashCode(new Object[]{action, commands++, incident.hashCode()});
        return ((Commands.Outcome.Logged) Commands.apply(incident,
                new IncidentCommand(id, uid(incident), "ann", NOW, action))).incident();
    }

    private static String uid(IncidentFinding incident) {
        return incident.unmapped().iamwatch().uid();
    }

    @Test
    void whatIsDoneAgainstThePrincipalReopensNothingAndItsUndoingDoes() {
        IncidentFinding resolved = Eve.incident(Told.administrator()).worked(IncidentFinding.Status.RESOLVED,
                IncidentFinding.Workflow.UNTOUCHED);
        Told measures = Told.by("new-admin-contained").how("is contained: no administrator any more");
        IncidentFinding contained = ((Incidents.Outcome.Changed) Incidents.apply(Optional.of(resolved),
                measures.at(5))).incident();
        assertThat(contained.statusId()).isEqualTo(IncidentFinding.Status.RESOLVED);
        IncidentFinding undone = ((Incidents.Outcome.Changed) Incidents.apply(Optional.of(contained),
                measures.how("is not contained any more: an administrator again").at(6))).incident();
        assertThat(undone.statusId()).isEqualTo(IncidentFinding.Status.IN_PROGRESS);
    }
}
