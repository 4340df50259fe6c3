package io.iamwatch.deploy.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The child process that runs the emulator. Its standard input is a pipe from this process, on whose end it exits,
 * so it cannot outlive this one, even when this one is killed.
 */
final class EmulatorProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    /**
     * In place of whatever the user's own environment says: the emulator reads common names such as LOG_LEVEL. Unlike
     * AWS it counts closed shards, too, against the limit of an account.
     */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LOG_LEVEL", "WARN",
            "ROOT_LOG_LEVEL", "ERROR",
            "AWS_REGION", "us-east-1",
            "AWS_ACCOUNT_ID", "000000000000",
            "SHARD_LIMIT", "10000",
            "CREATE_STREAM_DURATION", "10ms",
            "LOAD_DATA_IF_EXISTS", "false",
            "SHOULD_PERSIST_DATA", "false");

    private final Process process;
    private final Path log;

    private EmulatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static EmulatorProcess start(Path script, Path portFile, Path log) {
        ProcessBuilder builder = new ProcessBuilder(List.of("node", script.toString(), portFile.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().remove("INITIALIZE_STREAMS");
        builder.environment().putAll(ENVIRONMENT);
        try {
            Files.deleteIfExists(portFile);
            return new EmulatorProcess(builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "node is needed to run the Kinesis emulator (Node.js 18 or newer), but it did not start: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Waits until the emulator has bound a port and has written it to the file. */
    int port(Path portFile) {
        File file = portFile.toFile();
        Await.until("the Kinesis emulator, whose log is " + log, START_LIMIT, () -> alive() && file.exists());
        try {
            return Integer.parseInt(Files.readString(portFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the Kinesis emulator's port", e);
        }
    }

    /** Returns true; a process that has ended is an error, told with the last line of its log. */
    boolean alive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the Kinesis emulator ended with status " + process.exitValue() + ": "
                    + lastLogLine());
        }
        return true;
    }

    /** Returns the exit status of a process that has been closed: 0 when it went by itself. */
    int exitStatus() {
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastLogLine() {
        try {
            return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).reduce((first, second) -> second)
                    .orElse("its log " + log + " is empty");
        } catch (IOException e) {
            return "its log " + log + " cannot be read";
        }
    }
}
