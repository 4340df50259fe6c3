package io.iamwatch.deploy.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A command run within this process, and what it said. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs {@code ./iamwatch} with these words. */
    public static CommandRun of(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(words.toArray(String[]::new));
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Runs it with words and then others. */
    public static CommandRun of(List<String> words, String... more) {
        return of(Stream.concat(words.stream(), Stream.of(more)).toList());
    }
}
