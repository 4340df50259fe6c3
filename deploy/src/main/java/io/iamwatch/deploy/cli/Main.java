package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./iamwatch}: all commands. */
@Command(name = "iamwatch", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Tells a SOC within a second or two that somebody made a new AWS administrator.", subcommands = {
                DemoCommand.class, RunCommand.class, DetectCommand.class, AlertCommand.class, TailCommand.class,
                RulesCommand.class, ScanCommand.class, BaselineCommand.class,
                IngestCommand.class, BackfillCommand.class, ConfigCommand.class, DoctorCommand.class,
                BenchCommand.class, AutoComplete.GenerateCompletion.class})
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {
    }

    /** Runs one command; its result is the process' exit code: 0 well, 1 not well, 2 wrong usage, 3 as scan says. */
    public static void main(String[] args) {
        StandardStreams.writeUtf8();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setOut(new PrintWriter(System.out, true, UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, UTF_8));
        commandLine.setExecutionExceptionHandler((failure, failed, parsed) -> {
            PrintWriter err = failed.getErr();
            err.println("iamwatch " + failed.getCommandName() + ": " + sentence(failure) + logged());
            if (System.getenv("IAMWATCH_STACKTRACE") != null) {
                failure.printStackTrace(err);
            }
            return 1;
        });
        return commandLine;
    }

    private static String sentence(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    }

    private static String logged() {
        String log = System.getProperty("iamwatch.log");
        return log == null ? "" : "; log: " + log;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
