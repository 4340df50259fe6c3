package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.deploy.replay.ClosedIncidents;
import io.iamwatch.deploy.replay.ReplayFailure;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import io.iamwatch.detector.suggest.Proposal;
import io.iamwatch.detector.suggest.Suggestions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch rules suggest}. What it quotes is neutralised; what it prints is a rules file. */
@Command(name = "suggest", mixinStandardHelpOptions = true, description = {
        "Proposes allow-list entries from incidents that were closed as false positives. Applies nothing: it prints "
                + "them as a rules file, to be read, tried with replay --rules, and taken over by hand.",
        "Each names the verified principal that made all calls, one target, its account, the rules that spoke and the "
                + "grade that was reached; what was closed as an attack is never covered. Reads in no group.",
        "Exit code 0, also where there is nothing to suggest; 1: the topics cannot be read; 2: wrong usage, or rules "
                + "that are not valid."})
final class RulesSuggestCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int MOST_DAYS = 366;
    private static final int MOST_TOLD = 5;

    @CommandLine.Mixin
    private KafkaOptions kafka;

    @Option(names = "--verdict", paramLabel = "VERDICT", split = ",", defaultValue = "false-positive",
            description = "Verdicts of incidents that are no attack, false-positive and benign. "
                    + "Default: ${DEFAULT-VALUE}.")
    private List<String> verdicts;

    @Option(names = "--expires-after", paramLabel = "DURATION", defaultValue = "90d",
            description = "How long entries hold, 1d to 366d. Default: ${DEFAULT-VALUE}.")
    private String expiresAfter;

    @Option(names = "--owner", paramLabel = "NAME",
            description = "Who answers for the entries. Default: whoever closed the incidents.")
    private String owner;

    @Option(names = "--rules", paramLabel = "FILE",
            description = "The rules that are: what they cover is not proposed. Default: the default rules.")
    private String rulesFile;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Set<Verdict> wanted = EnumSet.noneOf(Verdict.class);
        verdicts.forEach(word -> wanted.add(verdict(word)));
        Rules inForce = Rules.DEFAULT;
        if (rulesFile != null) {
            if (!(RulesFile.load(rulesFile,
                    spec.commandLine().getErr()) instanceof RulesFile.Loaded.Valid(var rules))) {
                return WRONG_USAGE;
            }
            inForce = rules;
        }
        LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
        Suggestions.Terms terms = new Suggestions.Terms(today, today.plusDays(days()), checkedOwner(), inForce);
        ClosedIncidents closed;
        try {
            closed = ClosedIncidents.read(client());
        } catch (ReplayFailure failure) {
            spec.commandLine().getErr().println(neutralise(failure.getMessage()));
            return FAILED;
        }
        print(closed, wanted, Suggestions.of(closed.foundToBe(wanted::contains), closed.attacks(), terms));
        return 0;
    }

    private void print(ClosedIncidents closed, Set<Verdict> wanted, Suggestions suggestions) {
        StringBuilder text = new StringBuilder();
        String words = wanted.stream().map(Verdict::word).collect(joining(" or "));
        long count = wanted.stream().mapToLong(closed::count).sum();
        if (suggestions.proposals().isEmpty()) {
            comment(text, "", count == 0
                    ? "Nothing to suggest: no incident was closed as " + words + "."
                    : "Nothing to suggest: of " + count + " incidents closed as " + words + " no entry follows.");
        } else {
            comment(text, "", suggestions.proposals().size() + " entries, from " + suggestions.incidents().size()
                    + " of " + count + " incidents closed as " + words + ". Nothing was applied.");
            comment(text, "",
                    "An entry makes findings weaker and silences none. What it names is all that it covers: a "
                            + "target as in \"svc-*\" is yours to write.");
            text.append("allow:\n");
            suggestions.proposals().forEach(proposal -> entry(text, proposal));
            requireValid(text.toString());
        }
        long benign = closed.count(Verdict.BENIGN);
        if (!wanted.contains(Verdict.BENIGN) && benign > 0) {
            comment(text, "", benign + " were closed as benign: --verdict " + words + ",benign takes them too.");
        }
        suggestions.refused().forEach(why -> comment(text, "", "Not suggested: " + why));
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private static void entry(StringBuilder text, Proposal proposal) {
        text.append('\n');
        proposal.alerts().stream().limit(MOST_TOLD).forEach(alert -> comment(text, "  ", alert));
        if (proposal.alerts().size() > MOST_TOLD) {
            comment(text, "  ", "and " + (proposal.alerts().size() - MOST_TOLD) + " more alerts");
        }
        text.append(proposal.entry().toYaml());
    }

    private static void comment(StringBuilder text, String indent, String line) {
        text.append(indent).append("# ").append(neutralise(line)).append('\n');
    }

    private static void requireValid(String yaml) {
        if (!(RulesReader.read(yaml.getBytes(UTF_8)) instanceof Reading.Valid)) {
            throw new IllegalStateException("what would be suggested is no rules file; this is a fault of iamwatch");
        }
    }

    private Verdict verdict(String word) {
        return Verdict.ofWord(word).filter(verdict -> verdict == Verdict.FALSE_POSITIVE || verdict == Verdict.BENIGN)
                .orElseThrow(() -> usage("--verdict " + neutralise(word) + ": " + Verdict.FALSE_POSITIVE.word() + " or "
                        + Verdict.BENIGN.word() + " is needed"));
    }

    private long days() {
        return DurationWords.parse(expiresAfter).map(Duration::toDays).filter(days -> days >= 1 && days <= MOST_DAYS)
                .orElseThrow(() -> usage("--expires-after " + neutralise(expiresAfter) + ": 1d to " + MOST_DAYS
                        + "d is needed"));
    }

    private String checkedOwner() {
        if (owner != null && (owner.isBlank() || owner.chars().anyMatch(Character::isISOControl))) {
            throw usage("--owner " + neutralise(owner) + ": a name is needed");
        }
        return owner;
    }

    private Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>();
        kafka.clientConfig().forEach((key, value) -> client.put(key.toString(), value));
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        return client;
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
