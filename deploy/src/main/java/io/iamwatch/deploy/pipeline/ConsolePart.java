package io.iamwatch.deploy.pipeline;

import io.iamwatch.alerting.console.Console;
import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.deploy.config.HttpTls;
import io.iamwatch.deploy.config.ServiceConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.types.Password;

/** The web console as a part of the pipeline, beside alerting. */
final class ConsolePart {

    /** Alerting answers a command within milliseconds; only its restart takes longer than this. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private ConsolePart() {
    }

    /** Returns the settings that a configuration comes to; empty where it wants no console. */
    static Optional<ConsoleSettings> settings(ServiceConfig config) {
        if (config.consolePort() < 0) {
            return Optional.empty();
        }
        return Optional.of(new ConsoleSettings(config.consoleAddress(), config.consolePort(),
                config.consoleToken().map(Password::value),
                config.consoleUserHeader().map(header -> new ConsoleSettings.Proxy(header,
                        config.consoleProxies().stream().map(ConsolePart::asConnectionsTellIt)
                                .collect(Collectors.toUnmodifiableSet()))),
                config.httpTls().map(HttpTls::context), localName(), ANSWER_LIMIT));
    }

    /** Returns the settings of one on a free port of loopback, for whoever is on this machine. */
    static ConsoleSettings onLoopback() {
        return new ConsoleSettings("127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty(), localName(),
                ANSWER_LIMIT);
    }

    /** Starts it. */
    static Console start(ConsoleSettings settings, Map<String, Object> kafka, Consumer<String> progress) {
        Console console = Console.start(settings, kafka, InstantSource.system());
        progress.accept("console on " + console.url());
        return console;
    }

    /** IPv6 has many ways to write an address. */
    private static String asConnectionsTellIt(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address by number was checked: " + address, impossible);
        }
    }

    private static String localName() {
        String name = System.getProperty("user.name", "");
        return name.isBlank() ? "local" : name;
    }
}
