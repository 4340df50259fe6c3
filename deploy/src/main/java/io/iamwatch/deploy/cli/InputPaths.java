package io.iamwatch.deploy.cli;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;

/** Files, folders and standard input that somebody names on the command line, to be read. */
final class InputPaths {

    /** What stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private InputPaths() {
    }

    /**
     * Refuses what is not there, and standard input that would be read more than once.
     *
     * @param others how many others read standard input
     */
    static void check(List<String> paths, long others, CommandLine.Model.CommandSpec spec) {
        if (Collections.frequency(paths, STANDARD_INPUT) + others > 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "standard input can be read only once");
        }
        for (String path : paths) {
            if (!path.equals(STANDARD_INPUT) && !isThere(path)) {
                throw new CommandLine.ParameterException(spec.commandLine(),
                        neutralise(path) + ": there is no such file or folder");
            }
        }
    }

    private static boolean isThere(String path) {
        try {
            return Files.exists(Path.of(path));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }
}
