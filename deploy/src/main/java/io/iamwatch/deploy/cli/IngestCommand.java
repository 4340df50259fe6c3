package io.iamwatch.deploy.cli;

import io.iamwatch.ingest.connect.ConfigurationReference;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./iamwatch ingest}: what people do about the connector. */
@Command(name = "ingest", mixinStandardHelpOptions = true, subcommands = PositionsCommand.class,
        description = "Looks after the connector that reads Kinesis.")
final class IngestCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? One of: "
                + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "configuration", mixinStandardHelpOptions = true,
            description = "Prints every key of the connector's configuration, as Markdown.")
    void configuration() {
        spec.commandLine().getOut().print(ConfigurationReference.markdown());
        spec.commandLine().getOut().flush();
    }
}
