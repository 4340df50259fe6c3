package io.iamwatch.deploy.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./iamwatch}: all commands. */
@Command(name = "iamwatch", mixinStandardHelpOptions = true, version = "iamwatch 0.1.0-SNAPSHOT",
        description = "Tells a SOC within a second or two that somebody made a new AWS administrator.", subcommands = {
                DemoCommand.class, TailCommand.class, BenchCommand.class})
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {
    }

    /** Runs one command; its result is the process' exit code: 0 well, 1 not well, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, failed, parsed) -> {
            PrintWriter err = failed.getErr();
            err.println("iamwatch " + failed.getCommandName() + ": " + sentence(failure));
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

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
