package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.config.Service;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch alert}. */
@Command(name = "alert", mixinStandardHelpOptions = true,
        description = {"Runs alerting against a Kafka that is there. Any number of them share the work.",
                "Ends with 1 and one line that says why when a part fails for good."})
final class AlertCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", required = true,
            description = "The configuration; iamwatch config reference explains it.")
    private String config;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return new ServiceRun(spec, Set.of(Service.ALERTING)).run(config, true);
    }
}
