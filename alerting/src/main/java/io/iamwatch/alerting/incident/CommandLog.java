package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was done with an incident, as it lists it: the newest commands, and what happened by itself. */
final class CommandLog {

    /** The most entries that an incident lists. */
    static final int MAX_ENTRIES = 50;

    private static final String ITSELF = "iamwatch";

    private CommandLog() {
    }

    static boolean holds(IncidentFinding incident, String commandUid) {
        return incident.unmapped().iamwatch().workflow().log().stream()
                .anyMatch(entry -> commandUid.equals(entry.commandUid()));
    }

    static Workflow add(Workflow workflow, LogEntry entry) {
        List<LogEntry> log = new ArrayList<>(workflow.log());
        log.add(entry);
        return new Workflow(workflow.assignee(), workflow.verdict(), workflow.snooze(),
                List.copyOf(log.subList(Math.max(0, log.size() - MAX_ENTRIES), log.size())), workflow.logTotal() + 1);
    }

    static LogEntry byItself(long time, String action, String why) {
        return new LogEntry(null, ITSELF, time, action, why, null);
    }

    static String word(Action action) {
        return switch (action) {
            case Action.Acknowledge acknowledge -> "acknowledge";
            case Action.Assign assign -> "assign";
            case Action.Comment comment -> "comment";
            case Action.Snooze snooze -> "snooze";
            case Action.Resume resume -> "resume";
            case Action.Resolve resolve -> "resolve";
            case Action.Reopen reopen -> "reopen";
            case Action.Close close -> "close";
        };
    }

    static String text(Action action) {
        return switch (action) {
            case Action.Acknowledge acknowledge -> null;
            case Action.Assign(String assignee) -> assignee;
            case Action.Comment(String text) -> text;
            case Action.Snooze(long until, String reason) -> "until " + Instant.ofEpochMilli(until) + ": " + reason;
            case Action.Resume resume -> null;
            case Action.Resolve(String text) -> text;
            case Action.Reopen(String text) -> text;
            case Action.Close(var verdict, String text) -> verdict == null
                    ? text
                    : verdict.caption() + (text == null ? "" : ": " + text);
        };
    }
}
