package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.replay.FileReplay;
import io.iamwatch.deploy.replay.LabelsFile;
import io.iamwatch.deploy.replay.ReplayFailure;
import io.iamwatch.deploy.replay.ReplayOrder;
import io.iamwatch.deploy.replay.ReplayRefusal;
import io.iamwatch.deploy.replay.ReportHtml;
import io.iamwatch.deploy.replay.ReportJson;
import io.iamwatch.deploy.replay.ReportText;
import io.iamwatch.deploy.replay.TopicReplay;
import io.iamwatch.deploy.replay.WholeFile;
import io.iamwatch.deploy.scan.Complaints;
import io.iamwatch.detector.replay.ReplayReport;
import io.iamwatch.detector.replay.Score.Label;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch replay}. Whatever it quotes of a record or a name is neutralised for its medium. */
@Command(name = "replay", mixinStandardHelpOptions = true, description = {
        "Judges what has happened once more: by the rules that were in force, and by others beside them.",
        "Reads a range of a topic, or files, once, in no group; commits no offset and writes no topic. Its state is "
                + "in memory.",
        "Exit code 0; 3 when --fail-on is met; 1: the replay failed, and why; 2: wrong usage, or what is to be "
                + "read is not there or not valid; 130 after Ctrl-C, which leaves nothing behind."})
final class ReplayCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int FAIL_ON_MET = 3;
    private static final String LIVE = "live";
    private static final String PARALLEL = "--parallel";

    /** How a report is written. */
    enum Format {
        PRETTY, JSON, MARKDOWN, HTML
    }

    @CommandLine.Mixin
    private KafkaOptions kafka;

    @CommandLine.Mixin
    private ReplayRange range;

    @CommandLine.Mixin
    private SnapshotOptions snapshots;

    @Option(names = "--accounts", paramLabel = "ID", split = ",", description = "Only these accounts.")
    private Set<String> accounts = Set.of();

    @Option(names = "--against", paramLabel = "FILE|live",
            description = "What variants are held against: a rules file, or live, the rules in force. "
                    + "Default: live; for files, the default rules.")
    private String against;

    @Option(names = "--rules", paramLabel = "FILE", description = "Rules to be tried. May be given more than once.")
    private List<String> rulesFiles = List.of();

    @Option(names = "--sweep", paramLabel = "KEY=V1,V2,…", description = "Values to be tried for a setting of the "
            + "rules that variants are held against, as in new-admin-user.window=1h,1d,7d. Of allow and "
            + "RULE.allow the values are rules files, of which what they allow is tried in the place of what is "
            + "allowed, or of what is allowed for that rule. May be given more than once: every combination is tried.")
    private List<String> sweeps = List.of();

    @Option(names = "--labels", paramLabel = "FILE", description = "What alerts were found to be, on each line an "
            + "alert's uid and a verdict. Default: the verdicts of closed incidents.")
    private Path labels;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the report goes. Default: standard output.")
    private Path out;

    @Option(names = "--fail-on", paramLabel = "CONDITION",
            description = "End with exit code 3 when it is met: new-false-positive, lost-true-positive, or "
                    + "fidelity<PERCENT. May be given more than once.")
    private List<String> failOn = List.of();

    @Option(names = PARALLEL, paramLabel = "N", defaultValue = "2",
            description = "How many partitions are read at once, 1 to 64. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    @Override
    public Integer call() {
        range.check(Stream.concat(rulesFiles.stream(), Stream.ofNullable(against))
                .filter(InputPaths.STANDARD_INPUT::equals).count());
        if (range.input().isEmpty() && snapshots.areGiven()) {
            throw usage("--baseline and --baseline-start go with --input: of topics, the snapshots of "
                    + Topics.BASELINE.name() + " are judged where they stand among the records");
        }
        List<ReplayCondition> conditions = failOn.stream().map(text -> ReplayCondition.of(text)
                .orElseThrow(() -> usage("--fail-on " + neutralise(text) + ": new-false-positive, lost-true-positive "
                        + "or fidelity<PERCENT is needed, as in fidelity<99.5")))
                .toList();
        List<Variant> variants = new ArrayList<>();
        for (String file : rulesFiles) {
            if (!(RulesFile.load(file, err()) instanceof RulesFile.Loaded.Valid(Rules rules))) {
                return WRONG_USAGE;
            }
            variants.add(new Variant(file, rules));
        }
        Rules base = null;
        if (against != null && !against.equals(LIVE)) {
            if (!(RulesFile.load(against, err()) instanceof RulesFile.Loaded.Valid(Rules rules))) {
                return WRONG_USAGE;
            }
            base = rules;
        }
        List<Sweep> swept = sweeps();
        return swept == null ? WRONG_USAGE : replay(order(base, variants, swept), conditions);
    }

    private ReplayOrder order(Rules base, List<Variant> variants, List<Sweep> swept) {
        if (parallel < 1 || parallel > 64) {
            throw usage("--parallel " + parallel + ": 1 to 64 is needed");
        }
        if (!range.input().isEmpty() && LIVE.equals(against)) {
            throw usage("--against live: files do not tell which rules were in force; a rules file is needed");
        }
        return new ReplayOrder(range.topic(), range.span(), range.keep(), accounts, base, variants, swept,
                labels(), parallel);
    }

    private Map<String, Label> labels() {
        try {
            return labels == null ? null : LabelsFile.read(labels);
        } catch (ReplayFailure failure) {
            throw usage("--labels " + neutralise(failure.getMessage()));
        }
    }

    /** Returns null where a file of a sweep is not valid, which has been told. */
    private List<Sweep> sweeps() {
        List<Sweep> read = new ArrayList<>();
        for (String text : sweeps) {
            try {
                Sweep sweep = Sweep.of(text);
                Map<String, List<AllowEntry>> lists = sweep.isOfFiles() ? lists(sweep) : Map.of();
                if (lists == null) {
                    return null;
                }
                read.add(sweep.with(lists));
            } catch (Sweep.RefusedException refused) {
                throw usage("--sweep " + neutralise(refused.getMessage()));
            }
        }
        return read;
    }

    /** Returns null where one is not valid; all are looked at. */
    private Map<String, List<AllowEntry>> lists(Sweep sweep) {
        Map<String, List<AllowEntry>> lists = new HashMap<>();
        for (String file : sweep.values()) {
            if (file.equals(InputPaths.STANDARD_INPUT)) {
                throw usage("--sweep " + neutralise(sweep.key()) + "=-: the names of files are needed");
            }
            if (RulesFile.load(file, err()) instanceof RulesFile.Loaded.Valid(Rules rules)) {
                lists.put(file, rules.allow());
            }
        }
        return lists.keySet().containsAll(sweep.values()) ? lists : null;
    }

    private int replay(ReplayOrder order, List<ReplayCondition> conditions) {
        ReplayProgress bar = new ReplayProgress(err(), Terminal.isStandardError(), wallClock);
        ReplayReport report;
        try {
            report = range.input().isEmpty() ? ofTopic(order, bar) : ofFiles(order, bar);
        } catch (ReplayFailure failure) {
            bar.clear();
            err().println(neutralise(failure.getMessage()));
            return failure instanceof ReplayRefusal ? WRONG_USAGE : FAILED;
        } catch (Sweep.RefusedException refused) {
            throw usage("--sweep " + neutralise(refused.getMessage()));
        }
        bar.clear();
        report = report.asked(command(), conditions.stream().flatMapToDouble(condition -> condition.fidelity().stream())
                .max());
        if (!write(text(report))) {
            return FAILED;
        }
        List<String> met = new ArrayList<>();
        for (ReplayCondition condition : conditions) {
            met.addAll(condition.met(report));
        }
        met.forEach(line -> err().println(neutralise(line)));
        return met.isEmpty() ? 0 : FAIL_ON_MET;
    }

    private ReplayReport ofTopic(ReplayOrder order, ReplayProgress bar) throws Sweep.RefusedException {
        return new TopicReplay(client(), order, bar::records).run();
    }

    private ReplayReport ofFiles(ReplayOrder order, ReplayProgress bar) throws Sweep.RefusedException {
        var input = new FileReplay.Input(range.input(), System.in, snapshots.read());
        Complaints complaints = new Complaints();
        try {
            return new FileReplay(order, input, complaints, wallClock.instant(), bar::bytes).run();
        } finally {
            bar.clear();
            complaints.tell(line -> err().println(neutralise(line)));
        }
    }

    private String text(ReplayReport report) {
        return switch (format) {
            case PRETTY -> ReportText.ofTerminal(report, TerminalText::neutralise);
            case MARKDOWN -> ReportText.ofMarkdown(report, TerminalText::neutralise);
            case HTML -> ReportHtml.of(report, TerminalText::neutralise);
            case JSON -> ReportJson.of(report) + "\n";
        };
    }

    /** All of it, however long: it is there to be run again. How many threads read changes nothing. */
    private String command() {
        List<String> given = new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
        for (int at = given.indexOf(PARALLEL); at >= 0; at = given.indexOf(PARALLEL)) {
            given.subList(at, Math.min(at + 2, given.size())).clear();
        }
        given.removeIf(word -> word.startsWith(PARALLEL + "="));
        return "./iamwatch " + TerminalText.neutralise(ShellWords.of(given.toArray(String[]::new)), Integer.MAX_VALUE);
    }

    private boolean write(String text) {
        if (out == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
            return true;
        }
        try {
            WholeFile.write(out, part -> Files.writeString(part, text));
            return true;
        } catch (IOException failure) {
            err().println(neutralise(out.toString()) + ": cannot be written: " + failure.getClass().getSimpleName());
            return false;
        }
    }

    private Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        kafka.clientConfig().forEach((key, value) -> client.put(key.toString(), value));
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        return client;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
