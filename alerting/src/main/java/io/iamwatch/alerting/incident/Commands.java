package io.iamwatch.alerting.incident;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Snooze;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;

/** The pure core of what analysts do: an incident and a command give the incident afterwards. */
public final class Commands {

    private static final int MAX_NAME = 256;

    private Commands() {
    }

    /** What a command came to. */
    public sealed interface Outcome {

        /**
         * It is in the incident's log, applied or refused with its reason.
         *
         * @param incident the incident afterwards
         * @param applied whether it was applied
         */
        record Logged(IncidentFinding incident, boolean applied) implements Outcome {
        }

        /** It is in the log already. */
        record Repeated() implements Outcome {
        }

        /** It is for another incident than the newest about its principal. */
        record Elsewhere() implements Outcome {
        }
    }

    /** Applies or refuses a command. */
    public static Outcome apply(IncidentFinding incident, IncidentCommand command) {
        if (!incident.unmapped().iamwatch().uid().equals(command.incidentUid())) {
            return new Outcome.Elsewhere();
        }
        if (CommandLog.holds(incident, command.uid())) {
            return new Outcome.Repeated();
        }
        Workflow before = incident.unmapped().iamwatch().workflow();
        return switch (effect(Life.of(incident.statusId()), before, command)) {
            case Effect.To(Life life, Workflow workflow) -> new Outcome.Logged(incident.worked(life.status(),
                    CommandLog.add(workflow, entry(command, null))), true);
            case Effect.Refused(String reason) -> new Outcome.Logged(incident.worked(incident.statusId(),
                    CommandLog.add(before, entry(command, reason))), false);
        };
    }

    /** Notes in an incident's log that a command is refused, such as one for an incident that is not kept any more. */
    public static Outcome refuse(IncidentFinding incident, IncidentCommand command, String reason) {
        if (CommandLog.holds(incident, command.uid())) {
            return new Outcome.Repeated();
        }
        Workflow before = incident.unmapped().iamwatch().workflow();
        return new Outcome.Logged(incident.worked(incident.statusId(), CommandLog.add(before, entry(command, reason))),
                false);
    }

    /** Returns an incident whose snooze is over. */
    public static IncidentFinding wake(IncidentFinding incident, long now) {
        return switch (Life.of(incident.statusId())) {
            case Life.OnHold waiting -> resumed(incident, waiting.inProgress(), now, "resume", "the snooze is over");
            case Life.New fresh -> incident;
            case Life.InProgress working -> incident;
            case Life.Resolved resolved -> incident;
            case Life.Closed closed -> incident;
        };
    }

    static IncidentFinding resumed(IncidentFinding incident, Life.InProgress life, long time, String action,
            String why) {
        Workflow workflow = incident.unmapped().iamwatch().workflow();
        return incident.worked(life.status(), CommandLog.add(new Workflow(workflow.assignee(), null, null,
                workflow.log(), workflow.logTotal()), CommandLog.byItself(time, action, why)));
    }

    /** What a command does. */
    private sealed interface Effect {

        record To(Life life, Workflow workflow) implements Effect {
        }

        record Refused(String reason) implements Effect {
        }
    }

    private static Effect effect(Life life, Workflow workflow, IncidentCommand command) {
        return switch (life) {
            case Life.Open open -> open(open, workflow, command);
            case Life.Closed closed -> closed(closed, workflow, command.action());
        };
    }

    private static Effect open(Life.Open life, Workflow workflow, IncidentCommand command) {
        String author = name(command.author());
        return switch (command.action()) {
            case Action.Acknowledge() -> life instanceof Life.New fresh
                    ? new Effect.To(fresh.inProgress(), assigned(workflow,
                            workflow.assignee() == null ? author : workflow.assignee()))
                    : refused(life, "acknowledged when it is New");
            case Action.Assign(String assignee) -> isBlank(assignee)
                    ? new Effect.Refused("an assignee is needed")
                    : new Effect.To(life, assigned(workflow, name(assignee)));
            case Action.Comment(String text) -> isBlank(text)
                    ? new Effect.Refused("a text is needed")
                    : new Effect.To(life, workflow);
            case Action.Snooze snooze -> snooze(life, workflow, snooze, command);
            case Action.Resume() -> life instanceof Life.OnHold waiting
                    ? new Effect.To(waiting.inProgress(), awake(workflow))
                    : refused(life, "resumed when it is On Hold");
            case Action.Resolve resolve -> life instanceof Life.Resolved
                    ? refused(life, "resolved before")
                    : new Effect.To(life.inProgress().resolve(), awake(workflow));
            case Action.Reopen reopen -> life instanceof Life.Resolved resolved
                    ? new Effect.To(resolved.inProgress(), workflow)
                    : refused(life, "reopened when it is Resolved");
            case Action.Close close -> close.verdict() == null
                    ? new Effect.Refused("a verdict is needed")
                    : new Effect.To(life.inProgress().resolve().close(), verdict(workflow, close));
        };
    }

    private static Effect snooze(Life.Open life, Workflow workflow, Action.Snooze snooze, IncidentCommand command) {
        if (isBlank(snooze.reason())) {
            return new Effect.Refused("a reason is needed");
        }
        if (snooze.until() <= command.time()) {
            return new Effect.Refused("a snooze ends in the future");
        }
        return life instanceof Life.Resolved
                ? refused(life, "snoozed while somebody works on it")
                : new Effect.To(life.inProgress().snooze(), new Workflow(workflow.assignee(), null,
                        new Snooze(name(command.author()), snooze.until(), AlertBounds.cut(snooze.reason())),
                        workflow.log(), workflow.logTotal()));
    }

    /** What is over can be commented, and its verdict corrected. */
    private static Effect closed(Life.Closed life, Workflow workflow, Action action) {
        return switch (action) {
            case Action.Comment(String text) when !isBlank(text) -> new Effect.To(life, workflow);
            case Action.Close close when close.verdict() != null -> new Effect.To(life, verdict(workflow, close));
            default -> new Effect.Refused("it is Closed: it can be commented, and closed with another verdict; what"
                    + " happens from now on is another incident");
        };
    }

    private static Effect refused(Life life, String when) {
        return new Effect.Refused("it is " + life.status().caption() + ": an incident can be " + when);
    }

    private static Workflow assigned(Workflow workflow, String assignee) {
        return new Workflow(assignee, workflow.verdict(), workflow.snooze(), workflow.log(), workflow.logTotal());
    }

    private static Workflow awake(Workflow workflow) {
        return new Workflow(workflow.assignee(), workflow.verdict(), null, workflow.log(), workflow.logTotal());
    }

    private static Workflow verdict(Workflow workflow, Action.Close close) {
        return new Workflow(workflow.assignee(), close.verdict(), null, workflow.log(), workflow.logTotal());
    }

    private static LogEntry entry(IncidentCommand command, String refused) {
        return new LogEntry(command.uid(), name(command.author()), command.time(), CommandLog.word(command.action()),
                AlertBounds.cut(CommandLog.text(command.action()), IncidentCommand.MAX_TEXT), refused);
    }

    private static String name(String text) {
        return isBlank(text) ? "unknown" : AlertBounds.cut(text, MAX_NAME);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
