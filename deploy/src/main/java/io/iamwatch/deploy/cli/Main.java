package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.config.Service;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./iamwatch}: all commands. */
@Command(name = "iamwatch", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Tells a SOC within a second or two that somebody made a new AWS administrator.", subcommands = {
                DemoCommand.class, TailCommand.class, IncidentsCommand.class,
                RulesCommand.class, ScanCommand.class, ReplayCommand.class, BaselineCommand.class,
                IngestCommand.class, BackfillCommand.class, TopicsCommand.class, NotifyCommand.class,
                ConfigCommand.class, CanaryCommand.class, DoctorCommand.class, BackupCommand.class,
                RestoreCommand.class,
                BenchCommand.class, TrafficCommand.class, AutoComplete.GenerateCompletion.class})
public final class Main implements Runnable {

    private static final String FAILS = "Ends with 1 and one line that says why when a part fails for good.";

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

    /** Everything in one process. */
    @Command(name = "run", mixinStandardHelpOptions = true,
            description = {"Runs ingest, detector and alerting in this process, on a broker of its own or on the Kafka "
                    + "that bootstrap.servers names, until it is told to stop.", FAILS})
    int everything(@Mixin ConfigOption config) {
        return service("run", EnumSet.allOf(Service.class)).run(config.file(), false);
    }

    /** The detector by itself. */
    @Command(name = "detect", mixinStandardHelpOptions = true,
            description = {"Runs the detector against a Kafka that is there. Any number of them share the work.",
                    FAILS})
    int detect(@Mixin ConfigOption config) {
        return service("detect", Set.of(Service.DETECTOR)).run(config.file(), true);
    }

    /** Alerting by itself. */
    @Command(name = "alert", mixinStandardHelpOptions = true,
            description = {"Runs alerting against a Kafka that is there. Any number of them share the work.", FAILS})
    int alert(@Mixin ConfigOption config) {
        return service("alert", Set.of(Service.ALERTING)).run(config.file(), true);
    }

    private ServiceRun service(String command, Set<Service> services) {
        return new ServiceRun(spec.subcommands().get(command).getCommandSpec(), services);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
