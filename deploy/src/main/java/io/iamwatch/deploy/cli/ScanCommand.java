package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.terminal.AlertText;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.scan.Complaints;
import io.iamwatch.deploy.scan.FileScan;
import io.iamwatch.deploy.scan.Scanned;
import io.iamwatch.deploy.scan.StandingAlerts.Standing;
import io.iamwatch.detector.baseline.Baseline;
import io.iamwatch.detector.rules.Rules;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch scan}. Whatever it quotes of a file is neutralised for the terminal. */
@Command(name = "scan", mixinStandardHelpOptions = true, description = {
        "Runs the rules over CloudTrail files, with no Kafka, and prints the alerts that stand in the end.",
        "Exit code 0; 3 when --fail-on is met; 2: wrong usage, or a rules file that is not valid.",
        "What cannot be read is counted and named, and the scan goes on."})
final class ScanCommand implements Callable<Integer> {

    private static final int WRONG_USAGE = 2;
    private static final int FAIL_ON_MET = 3;

    @Option(names = "--rules", paramLabel = "FILE", description = "The rules. Without it, the default.")
    private String rulesFile;

    @CommandLine.Mixin
    private SnapshotOptions snapshots;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
            description = "pretty, or ndjson: each alert as an OCSF Detection Finding on a line. "
                    + "Default: ${DEFAULT-VALUE}.")
    private OutputFormat format;

    @Option(names = "--fail-on", paramLabel = "SEVERITY",
            description = "End with exit code 3 when an alert of that severity or a higher one stands: "
                    + "${COMPLETION-CANDIDATES}.")
    private Severity failOn;

    @Parameters(paramLabel = "PATH", arity = "1..*",
            description = "Files, folders, or - for standard input: {\"Records\":[…]}, JSON lines, CloudWatch Logs or "
                    + "EventBridge payloads, plain or gzip. Files whose names carry CloudTrail's delivery time are "
                    + "read in its order, others as given.")
    private List<String> paths;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    @Override
    public Integer call() {
        InputPaths.check(paths, InputPaths.STANDARD_INPUT.equals(rulesFile) ? 1 : 0, spec);
        Rules rules = Rules.DEFAULT;
        if (rulesFile != null) {
            if (!(RulesFile.load(rulesFile, err()) instanceof RulesFile.Loaded.Valid(Rules valid))) {
                return WRONG_USAGE;
            }
            rules = valid;
        }
        List<Baseline> taken = snapshots.read();
        Instant start = wallClock.instant();
        Complaints complaints = new Complaints();
        ProgressBar bar = new ProgressBar(err());
        FileScan.Progress progress = Terminal.isStandardError() ? bar : (bytes, of) -> {};
        Scanned scanned = new FileScan(rules, taken, complaints, start, progress).run(paths, System.in);
        bar.clear();
        print(scanned);
        complaints.tell(line -> err().println(neutralise(line)));
        ScanSummary.lines(scanned, complaints, Duration.between(start, wallClock.instant())).forEach(err()::println);
        return failOn != null && scanned.alerts().reach(failOn) ? FAIL_ON_MET : 0;
    }

    private void print(Scanned scanned) {
        PrintWriter out = spec.commandLine().getOut();
        for (Standing alert : scanned.alerts().inOrder()) {
            out.println(format == OutputFormat.NDJSON ? JsonLine.of(alert.json()).orElseThrow() : pretty(alert));
        }
        out.flush();
    }

    private static String pretty(Standing alert) {
        return AlertText.of(JsonSerde.alerts().deserializer().deserialize(Topics.ALERTS.name(), alert.json()),
                Terminal.ofStandardOutput());
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
