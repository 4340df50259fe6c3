package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.detector.rules.Reading;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.rules.RulesReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A rules file that somebody names on the command line. Whatever is quoted of it is neutralised for the terminal.
 */
final class RulesFile {

    /** What stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private RulesFile() {
    }

    /** What a file came to. */
    sealed interface Loaded {

        /** It is valid. */
        record Valid(Rules rules) implements Loaded {
        }

        /** It is not; every problem has been told. */
        record Invalid() implements Loaded {
        }

        /** It cannot be read; why has been told. */
        record Unreadable() implements Loaded {
        }
    }

    /** Reads a file, and tells what is wrong with it. */
    static Loaded load(String file, PrintWriter err) {
        byte[] text;
        try {
            text = read(file);
        } catch (IOException failure) {
            err.println(TerminalText.neutralise(file) + ": cannot be read: " + reason(failure));
            return new Loaded.Unreadable();
        }
        return switch (RulesReader.read(text)) {
            case Reading.Valid valid -> new Loaded.Valid(valid.rules());
            case Reading.Invalid invalid -> {
                invalid.problems().forEach(problem -> err.println(TerminalText.neutralise(file) + ":" + problem.line()
                        + ":" + problem.column() + ": " + TerminalText.neutralise(problem.message())));
                yield new Loaded.Invalid();
            }
        };
    }

    /** One byte more than the largest file is enough to refuse a larger one, and a device that never ends. */
    private static byte[] read(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return System.in.readNBytes(RulesReader.MAX_BYTES + 1);
        }
        try (InputStream input = Files.newInputStream(Path.of(file))) {
            return input.readNBytes(RulesReader.MAX_BYTES + 1);
        } catch (InvalidPathException noPath) {
            throw new NoSuchFileException(file);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            default -> TerminalText.neutralise(failure.getMessage());
        };
    }
}
