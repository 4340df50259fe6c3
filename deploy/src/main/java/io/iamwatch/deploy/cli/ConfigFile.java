package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.deploy.config.ConfigReader;
import io.iamwatch.deploy.config.Reading;
import io.iamwatch.deploy.config.Service;
import io.iamwatch.deploy.config.ServiceConfig;
import io.iamwatch.detector.rules.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A configuration that somebody names on the command line, with the rules that it names. */
final class ConfigFile {

    private ConfigFile() {
    }

    /** What a file came to. */
    sealed interface Loaded {

        /**
         * It is valid.
         *
         * @param shadow the candidates' rules; empty for none
         */
        record Valid(ServiceConfig config, Rules rules, Optional<Rules> shadow) implements Loaded {
        }

        /** It is not; every problem has been told. */
        record Invalid() implements Loaded {
        }

        /** It cannot be read; why has been told. */
        record Unreadable() implements Loaded {
        }
    }

    /** Reads a file, and tells what is wrong with it. */
    static Loaded load(String file, Set<Service> services, PrintWriter err) {
        try (Reader text = Files.newBufferedReader(path(file))) {
            return switch (ConfigReader.read(text, System.getenv(), services)) {
                case Reading.Invalid(var problems) -> {
                    problems.forEach(problem -> err.println(name(file) + ": "
                            + TerminalText.neutralise(problem.key() + ": " + problem.message())));
                    yield new Loaded.Invalid();
                }
                case Reading.Valid(ServiceConfig config) -> withRules(config, services, err);
            };
        } catch (IOException | IllegalArgumentException unreadable) {
            err.println(name(file) + ": cannot be read: " + (unreadable instanceof NoSuchFileException
                    ? "there is no such file"
                    : TerminalText.neutralise(String.valueOf(unreadable.getMessage()))));
            return new Loaded.Unreadable();
        }
    }

    private static Loaded withRules(ServiceConfig config, Set<Service> services, PrintWriter err) {
        if (!services.contains(Service.DETECTOR)) {
            return new Loaded.Valid(config, Rules.DEFAULT, Optional.empty());
        }
        Optional<Rules> live = config.rulesFile().isPresent()
                ? rules(config.rulesFile().get(), err)
                : Optional.of(Rules.DEFAULT);
        Optional<Rules> shadow = config.shadowRulesFile().flatMap(file -> rules(file, err));
        boolean valid = live.isPresent() && shadow.isPresent() == config.shadowRulesFile().isPresent();
        return valid ? new Loaded.Valid(config, live.get(), shadow) : new Loaded.Invalid();
    }

    /** Reads rules; empty where they are not valid or cannot be read, which has been told then. */
    private static Optional<Rules> rules(Path file, PrintWriter err) {
        return switch (RulesFile.load(file.toString(), err)) {
            case RulesFile.Loaded.Valid(Rules rules) -> Optional.of(rules);
            case RulesFile.Loaded.Invalid invalid -> Optional.empty();
            case RulesFile.Loaded.Unreadable unreadable -> Optional.empty();
        };
    }

    private static Path path(String file) throws NoSuchFileException {
        try {
            return Path.of(file);
        } catch (InvalidPathException noPath) {
            throw new NoSuchFileException(file);
        }
    }

    static String name(String file) {
        return TerminalText.neutralise(file);
    }
}
