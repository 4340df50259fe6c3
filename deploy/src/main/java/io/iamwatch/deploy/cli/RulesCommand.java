package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.detector.rules.AllowEntry;
import io.iamwatch.detector.rules.Explanation;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesChange;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch rules}. Whatever it quotes of a file is neutralised for the terminal. */
@Command(name = "rules", mixinStandardHelpOptions = true, subcommands = RulesSuggestCommand.class,
        description = "Checks and explains rules files; prints what one may say; proposes entries of the allow-list.")
final class RulesCommand implements Runnable {

    private static final int WIDTH = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "what about rules? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Says whether a file is valid, and if not, everything that is wrong. */
    @Command(name = "check", mixinStandardHelpOptions = true,
            description = {"Tells every error of a rules file as FILE:LINE:COLUMN: MESSAGE on standard error.",
                    "Exit code 0: it is valid. 1: it is not. 2: it cannot be read."})
    int check(@Parameters(paramLabel = "FILE", description = "The file; - is standard input.") String file) {
        return withRules(file, rules -> {
            out().println(TerminalText.neutralise(file) + ": " + summary(rules));
            return 0;
        });
    }

    /** Tells in plain words what a file, or the default, comes to. */
    @Command(name = "explain", mixinStandardHelpOptions = true,
            description = {"Prints the rules in force in plain words.",
                    "Exit code 0; 1: the file is not valid; 2: it cannot be read."})
    int explain(@Parameters(paramLabel = "FILE", arity = "0..1",
            description = "The file; - is standard input. Without it, the default.") String file) {
        return file == null ? print(Rules.DEFAULT) : withRules(file, this::print);
    }

    /** Tells in plain words what changes from one file to another. */
    @Command(name = "diff", mixinStandardHelpOptions = true,
            description = {
                    "Tells in plain words what changes from rules to others; what replay makes of it is shown by "
                            + "replay --against A --rules B.",
                    "Exit code 0; 1: a file is not valid; 2: one cannot be read."})
    int diff(@Parameters(paramLabel = "A", index = "0", description = "The rules that are.") String before,
            @Parameters(paramLabel = "B", index = "1", description = "The rules that are to be.") String after) {
        return withRules(before, one -> withRules(after, other -> {
            List<String> changes = RulesChange.between(one, other);
            (changes.isEmpty() ? List.of("Nothing changes.") : changes).forEach(change -> Lines.wrap(change, WIDTH)
                    .forEach(line -> out().println(TerminalText.neutralise(line))));
            return 0;
        }));
    }

    /** Prints the schema that editors complete and check with. */
    @Command(name = "schema", mixinStandardHelpOptions = true,
            description = "Prints the JSON Schema of rules files, for editors.")
    int schema() {
        return resource("rules.schema.json");
    }

    /** Prints a file to start from. */
    @Command(name = "default", mixinStandardHelpOptions = true,
            description = "Prints the default rules as a file with comments, to start from.")
    int defaultRules() {
        return resource("rules.yaml");
    }

    private int withRules(String file, ToIntFunction<Rules> then) {
        return switch (RulesFile.load(file, err())) {
            case RulesFile.Loaded.Valid(Rules rules) -> then.applyAsInt(rules);
            case RulesFile.Loaded.Invalid invalid -> 1;
            case RulesFile.Loaded.Unreadable unreadable -> 2;
        };
    }

    private static String summary(Rules rules) {
        long on = rules.rules().values().stream().filter(rule -> rule.enabled()).count();
        Optional<LocalDate> expiry = rules.allow().stream().map(AllowEntry::expires).min(Comparator.naturalOrder());
        return "valid, " + on + " of " + rules.rules().size() + " rules on, allow entries: " + rules.allow().size()
                + expiry.map(day -> " (the first expires after " + day + ")").orElse("") + ", hash "
                + rules.hash().substring(0, 12);
    }

    private int print(Rules rules) {
        PrintWriter out = out();
        Explanation.of(rules).forEach(paragraph -> {
            Lines.wrap(paragraph, WIDTH).forEach(line -> out.println(TerminalText.neutralise(line)));
            out.println();
        });
        return 0;
    }

    private int resource(String name) {
        try (InputStream resource = Rules.class.getResourceAsStream(name)) {
            out().print(new String(resource.readAllBytes(), UTF_8));
            out().flush();
            return 0;
        } catch (IOException failure) {
            throw new IllegalStateException(name + " cannot be read out of iamwatch itself", failure);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
