package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.config.Service;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch run}. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = {
                "Runs ingest, detector and alerting in this process, on a broker of its own or on the Kafka that "
                        + "bootstrap.servers names, until it is told to stop.",
                "Ends with 1 and one line that says why when a part fails for good."})
final class RunCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", required = true,
            description = "The configuration; iamwatch config reference explains it.")
    private String config;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return new ServiceRun(spec, EnumSet.allOf(Service.class)).run(config, false);
    }
}
