package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.config.Service;
import io.iamwatch.ingest.connect.ConfigurationReference;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch ingest}: the service, and what people do about its connector. */
@Command(name = "ingest", mixinStandardHelpOptions = true, subcommands = PositionsCommand.class,
        description = {"With --config: reads Kinesis into a Kafka that is there. Any number of them share the work.",
                "Ends with 1 and one line that says why when a part fails for good."})
final class IngestCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE",
            description = "The configuration; iamwatch config reference explains it.")
    private String config;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (config != null) {
            return new ServiceRun(spec, Set.of(Service.INGEST)).run(config, true);
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? --config FILE to run, or one of: "
                + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(name = "configuration", mixinStandardHelpOptions = true,
            description = "Prints every key of the connector's configuration, as Markdown.")
    void configuration() {
        spec.commandLine().getOut().print(ConfigurationReference.markdown());
        spec.commandLine().getOut().flush();
    }
}
