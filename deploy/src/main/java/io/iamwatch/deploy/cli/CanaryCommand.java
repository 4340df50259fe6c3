package io.iamwatch.deploy.cli;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.deploy.config.ServiceConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch canary}. */
@Command(name = "canary", mixinStandardHelpOptions = true,
        description = "Helps to configure the canary, which shows that alerts come.")
final class CanaryCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "what about the canary? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Works out what the configuration needs; for a partition count it is always the same. */
    @Command(name = "accounts", mixinStandardHelpOptions = true,
            description = "Prints the line of a configuration with an account id for each partition, in their order: "
                    + "ids that AWS gives to nobody.")
    int accounts(@Option(names = "--partitions", paramLabel = "N", required = true,
            description = "The partition count of the topics, 1 to " + ServiceConfig.MOST_PARTITIONS
                    + ".") int partitions) {
        if (partitions < 1 || partitions > ServiceConfig.MOST_PARTITIONS) {
            throw new CommandLine.ParameterException(spec.subcommands().get("accounts"), "--partitions " + partitions
                    + ": 1 to " + ServiceConfig.MOST_PARTITIONS + " is needed");
        }
        spec.commandLine().getOut().println("canary.accounts=" + String.join(",", CanaryAccounts.of(partitions)));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
