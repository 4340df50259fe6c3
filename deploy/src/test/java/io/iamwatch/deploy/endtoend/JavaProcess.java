package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.deploy.embedded.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A Java process of its own, on the Java that runs the tests, whose output goes into pipes. */
final class JavaProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

    private JavaProcess(Process process) {
        this.process = process;
        readers.add(Thread.ofPlatform().daemon().start(() -> read(process.inputReader(UTF_8), out)));
        readers.add(Thread.ofPlatform().daemon().start(() -> read(process.errorReader(UTF_8), err)));
    }

    /** Starts {@code ./iamwatch}, as its launcher would, on a checkout. */
    static JavaProcess iamwatch(Path home, String... arguments) {
        Path jar = Path.of("target", "iamwatch.jar").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("-Diamwatch.home=" + home, "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** The same, in which no file can grow beyond a size: like a full disk, for who writes it. */
    static JavaProcess startWithFilesOfAtMost(int kibibytes, List<String> arguments) {
        return start(List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "limited"), arguments);
    }

    /** Starts Java with these arguments. The second compiler would not pay within so short a life. */
    static JavaProcess start(List<String> arguments) {
        return start(List.of(), arguments);
    }

    private static JavaProcess start(List<String> prefix, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(withDefaultSigint());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(arguments);
        try {
            return new JavaProcess(new ProcessBuilder(command).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A build in the background of a script ignores SIGINT, and so would all that it starts. */
    private static List<String> withDefaultSigint() {
        Path status = Path.of("/proc/self/status");
        try {
            boolean ignored = Files.exists(status) && Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
            return ignored ? List.of("env", "--default-signal=INT") : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void read(BufferedReader reader, List<String> lines) {
        try (reader) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.add("(its output broke off)");
        }
    }

    /** The lines of its standard output so far. */
    List<String> out() {
        return List.copyOf(out);
    }

    /** Its standard error so far. */
    String err() {
        return String.join("\n", err);
    }

    /** Returns what its threads do, as jcmd tells. */
    String threads() throws IOException {
        Process asking = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "Thread.print").redirectErrorStream(true).start();
        return new String(asking.getInputStream().readAllBytes(), UTF_8);
    }

    /** Waits for a line of its standard output, with a clear failure where it ends before. */
    void awaitOut(String part) {
        awaitLine(out, part);
    }

    /** Waits for a line of its standard error. */
    void awaitErr(String part) {
        awaitLine(err, part);
    }

    private void awaitLine(List<String> lines, String part) {
        await("a line with " + part, () -> {
            boolean alive = isAlive();
            if (lines.stream().anyMatch(line -> line.contains(part))) {
                return true;
            }
            if (!alive) {
                throw new IllegalStateException("it ended with " + process.exitValue());
            }
            return false;
        });
    }

    private void await(String what, BooleanSupplier condition) {
        try {
            Await.until(what, LIMIT, condition);
        } catch (IllegalStateException inVain) {
            throw new IllegalStateException(inVain.getMessage() + "; its standard error:\n" + err(), inVain);
        }
    }

    /** Waits for its end and returns its exit code; all of its output is known then. */
    int exitCode() throws InterruptedException {
        await("its end", () -> !isAlive());
        for (Thread reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    /** How it was started, as everybody on this machine sees it. */
    String commandLine() {
        return process.info().commandLine().orElse("");
    }

    /** Fails, with what it said, where it has ended. */
    void assertAlive() {
        if (!isAlive()) {
            throw new IllegalStateException("it ended with " + process.exitValue() + "; it said:\n"
                    + String.join("\n", out) + "\n" + err());
        }
    }

    /** How much memory of the machine it takes; nothing once it has ended, or where the system does not tell. */
    OptionalLong residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst();
        } catch (IOException ended) {
            return OptionalLong.empty();
        }
    }

    boolean isAlive() {
        process.descendants().forEach(descendants::add);
        return process.isAlive();
    }

    /** All processes that it was seen to start. */
    Set<ProcessHandle> descendants() {
        return Set.copyOf(descendants);
    }

    /** SIGKILL; returns the exit code that the shell's convention gives it. */
    int kill() throws InterruptedException {
        return process.destroyForcibly().waitFor();
    }

    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /** SIGTERM, as whoever stops services sends it. */
    void terminate() throws IOException, InterruptedException {
        signal("TERM");
    }

    /** Holds it between two instructions. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
