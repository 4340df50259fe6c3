package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.view.Filter;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.containment.Containment;
import io.iamwatch.alerting.csv.IncidentCsv;
import io.iamwatch.alerting.terminal.ContainmentText;
import io.iamwatch.alerting.terminal.IncidentText;
import io.iamwatch.alerting.terminal.RelatedText;
import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch incidents}: what an analyst does, from a terminal. */
@Command(name = "incidents", mixinStandardHelpOptions = true, description = {
        "Lists incidents, shows one, and works on it. An UID can be shortened to what tells it from the others.",
        "A command waits until alerting has applied or refused it.",
        "Exit code 0: done. 1: refused, and why, or nobody answers. 2: wrong usage."})
final class IncidentsCommand implements Runnable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final int SHORT_UID = 12;
    private static final String UID = "UID";

    private final InstantSource wallClock = InstantSource.system();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Where Kafka is, and who asks. */
    static final class Author {

        @Mixin
        private KafkaOptions kafka;

        @Option(names = "--author", paramLabel = "NAME", defaultValue = "${sys:user.name}",
                description = "Who does it. Default: ${DEFAULT-VALUE}.")
        private String name;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }

    /** All of them. */
    @Command(name = "list", mixinStandardHelpOptions = true,
            description = "Lists open incidents, the gravest first.")
    int list(@Mixin KafkaOptions kafka, @Mixin FindingFilter filter,
            @Option(names = "--all", description = "Closed ones too.") boolean all,
            @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
                    description = "pretty, or csv: a table after RFC 4180 for spreadsheets, in which no text of an "
                            + "attacker is a formula. Default: ${DEFAULT-VALUE}.") ListFormat format) {
        filter.check(spec.subcommands().get("list"));
        try (IncidentDesk desk = IncidentDesk.open(kafka)) {
            if (format == ListFormat.CSV) {
                out().print(IncidentCsv.header() + IncidentCsv.LINE_END);
            }
            desk.incidents(all ? Set.of(Status.values()) : Filter.OPEN).filter(filter::takes)
                    .forEach(incident -> out().print(switch (format) {
                        case PRETTY -> line(incident) + System.lineSeparator();
                        case CSV -> IncidentCsv.line(IncidentRow.of(incident, incident.time())) + IncidentCsv.LINE_END;
                    }));
            out().flush();
        }
        return 0;
    }

    /** How a list is printed. */
    enum ListFormat {
        /** For people. */
        PRETTY,
        /** For spreadsheets. */
        CSV
    }

    private static String line(IncidentFinding incident) {
        String uid = incident.unmapped().iamwatch().uid();
        String message = TerminalText.neutralise(incident.message());
        return String.format(Locale.ROOT, "%s  %-13s  %-11s  %s  %s  %s",
                TerminalText.neutralise(uid.substring(0, Math.min(SHORT_UID, uid.length()))),
                incident.severityId().caption(), incident.statusId().caption(), Instant.ofEpochMilli(incident.time()),
                incident.cloud() == null ? "" : TerminalText.neutralise(incident.cloud().account().uid()), message);
    }

    /** One of them. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an incident.")
    int show(@Mixin KafkaOptions kafka, @Parameters(paramLabel = UID) String uid) {
        try (IncidentDesk desk = IncidentDesk.open(kafka)) {
            IncidentFinding incident = desk.find(uid);
            out().println(IncidentText.whole(incident, Terminal.ofStandardOutput())
                    + RelatedText.of(desk.related(incident), Terminal.ofStandardOutput()));
        }
        return 0;
    }

    /** What to do against the principal. */
    @Command(name = "contain", mixinStandardHelpOptions = true, description = {
            "Prints how to contain the principal: AWS CLI commands in their order, with what each breaks and what it "
                    + "does not stop. Nothing is run."})
    int contain(@Mixin KafkaOptions kafka, @Parameters(paramLabel = UID) String uid) {
        try (IncidentDesk desk = IncidentDesk.open(kafka)) {
            out().print(ContainmentText.of(Containment.of(desk.find(uid))));
            out().flush();
        }
        return 0;
    }

    /** Somebody takes it. */
    @Command(name = "ack", mixinStandardHelpOptions = true, description = "Takes it: you work on it.")
    int acknowledge(@Mixin Author author, @Parameters(paramLabel = UID) String uid) throws InterruptedException {
        return give(author, uid, new Action.Acknowledge());
    }

    /** Somebody is to look after it. */
    @Command(name = "assign", mixinStandardHelpOptions = true, description = "Gives it to somebody.")
    int assign(@Mixin Author author, @Parameters(paramLabel = UID) String uid,
            @Parameters(paramLabel = "WHOM") String assignee) throws InterruptedException {
        return give(author, uid, new Action.Assign(assignee));
    }

    /** Something to remember. */
    @Command(name = "comment", mixinStandardHelpOptions = true, description = "Adds a comment.")
    int comment(@Mixin Author author, @Parameters(paramLabel = UID) String uid,
            @Parameters(paramLabel = "TEXT") String text) throws InterruptedException {
        return give(author, uid, new Action.Comment(text));
    }

    /** It waits. */
    @Command(name = "snooze", mixinStandardHelpOptions = true,
            description = "Lets it wait; it comes back by itself, and earlier when it gets graver.")
    int snooze(@Mixin Author author, @Parameters(paramLabel = UID) String uid,
            @Option(names = "--for", paramLabel = "DURATION", required = true,
                    description = "How long: 30m, 4h, 7d.") String duration,
            @Option(names = "--reason", paramLabel = "TEXT", required = true) String reason)
            throws InterruptedException {
        Duration length = DurationWords.parse(duration).orElseThrow(() -> new CommandLine.ParameterException(
                spec.subcommands().get("snooze"), "--for " + TerminalText.neutralise(duration)
                        + ": a number and s, m, h or d is needed, as in 4h"));
        return give(author, uid, new Action.Snooze(wallClock.instant().plus(length).toEpochMilli(), reason));
    }

    /** The wait is over. */
    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends its wait.")
    int resume(@Mixin Author author, @Parameters(paramLabel = UID) String uid) throws InterruptedException {
        return give(author, uid, new Action.Resume());
    }

    /** The work is done. */
    @Command(name = "resolve", mixinStandardHelpOptions = true, description = "The work is done; a verdict follows.")
    int resolve(@Mixin Author author, @Parameters(paramLabel = UID) String uid,
            @Option(names = "--comment", paramLabel = "TEXT") String text) throws InterruptedException {
        return give(author, uid, new Action.Resolve(text));
    }

    /** It was not over. */
    @Command(name = "reopen", mixinStandardHelpOptions = true, description = "A resolved one is taken up again.")
    int reopen(@Mixin Author author, @Parameters(paramLabel = UID) String uid,
            @Option(names = "--comment", paramLabel = "TEXT") String text) throws InterruptedException {
        return give(author, uid, new Action.Reopen(text));
    }

    /** It is over. */
    @Command(name = "close", mixinStandardHelpOptions = true,
            description = "It is over; replays learn from the verdict.")
    int close(@Mixin Author author, @Parameters(paramLabel = UID) String uid,
            @Option(names = "--verdict", paramLabel = "VERDICT", required = true,
                    description = "true-positive, false-positive, benign, test, suspicious, duplicate, disregard, "
                            + "insufficient-data, security-risk or managed-externally.") String verdict,
            @Option(names = "--comment", paramLabel = "TEXT") String text) throws InterruptedException {
        Verdict known = Verdict.ofWord(verdict).orElseThrow(() -> new CommandLine.ParameterException(
                spec.subcommands().get("close"), "--verdict " + TerminalText.neutralise(verdict) + ": one of "
                        + Arrays.stream(Verdict.values()).map(Verdict::word).collect(Collectors.joining(", "))
                        + " is needed"));
        return give(author, uid, new Action.Close(known, text));
    }

    private int give(Author author, String uid, Action action) throws InterruptedException {
        try (IncidentDesk desk = IncidentDesk.open(author.kafka)) {
            IncidentFinding.Details details = desk.find(uid).unmapped().iamwatch();
            IncidentCommand command = new IncidentCommand(UUID.randomUUID().toString(), details.uid(), author.name,
                    wallClock.millis(), action);
            return switch (desk.give(command, details.key(), ANSWER_LIMIT)) {
                case CommandDesk.Outcome.Applied applied -> {
                    out().println(line(desk.find(details.uid())));
                    yield 0;
                }
                case CommandDesk.Outcome.Refused(String reason) -> failed("refused: " + reason);
                case CommandDesk.Outcome.Pending pending -> failed("alerting has not answered within "
                        + ANSWER_LIMIT.toSeconds() + " s; the command stands on its topic as " + command.uid()
                        + ", and is applied or refused when alerting comes to it");
                case CommandDesk.Outcome.Lost(String reason) -> failed(reason);
            };
        }
    }

    private int failed(String why) {
        spec.commandLine().getErr().println(TerminalText.neutralise(why));
        return 1;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
