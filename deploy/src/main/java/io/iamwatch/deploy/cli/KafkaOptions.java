package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where Kafka is and what its clients need: the options that all commands have which ask it. */
final class KafkaOptions {

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT[,…]", defaultValue = "localhost:9092",
            description = "Where Kafka is. Default: ${DEFAULT-VALUE}.")
    private String bootstrapServers;

    @Option(names = "--command-config", paramLabel = "FILE",
            description = "Properties for the Kafka client: TLS, SASL.")
    private Path commandConfig;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec command;

    String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Returns what a client needs besides the address.
     *
     * @throws CommandLine.ParameterException if the file cannot be read
     */
    Properties clientConfig() {
        Properties properties = new Properties();
        if (commandConfig != null) {
            try (InputStream config = Files.newInputStream(commandConfig)) {
                properties.load(config);
            } catch (IOException | IllegalArgumentException failure) {
                throw new CommandLine.ParameterException(command.commandLine(), "--command-config "
                        + TerminalText.neutralise(commandConfig.toString()) + ": cannot be read");
            }
        }
        return properties;
    }
}
