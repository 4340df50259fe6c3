package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.config.ConfigReference;
import io.iamwatch.deploy.config.Service;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./iamwatch config}. */
@Command(name = "config", mixinStandardHelpOptions = true,
        description = "Checks and explains the configuration of services.")
final class ConfigCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "what about the configuration? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Says whether a file is valid, and if not, everything that is wrong. */
    @Command(name = "check", mixinStandardHelpOptions = true,
            description = {"Tells every error of a configuration as FILE: KEY: MESSAGE on standard error, what "
                    + "environment variables set included.",
                    "Exit code 0: it is valid. 1: it is not. 2: it cannot be read."})
    int check(@Parameters(paramLabel = "FILE", description = "The file.") String file,
            @Option(names = "--for", paramLabel = "SERVICE", split = ",",
                    description = "The services that are to be started with it: ${COMPLETION-CANDIDATES}. "
                            + "Default: all.") Set<Service> services) {
        PrintWriter err = spec.commandLine().getErr();
        Set<Service> wanted = services == null ? EnumSet.allOf(Service.class) : services;
        return switch (ConfigFile.load(file, wanted, err)) {
            case ConfigFile.Loaded.Valid valid -> {
                spec.commandLine().getOut().println(ConfigFile.name(file) + ": valid");
                yield 0;
            }
            case ConfigFile.Loaded.Invalid invalid -> 1;
            case ConfigFile.Loaded.Unreadable unreadable -> 2;
        };
    }

    @Command(name = "reference", mixinStandardHelpOptions = true,
            description = "Prints every key, as Markdown.")
    void reference() {
        spec.commandLine().getOut().print(ConfigReference.markdown());
        spec.commandLine().getOut().flush();
    }
}
