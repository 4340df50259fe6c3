package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.demo.DemoTraffic;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.demo.Stack;
import io.iamwatch.deploy.demo.Watch;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = {"Shows the main job on this machine, without AWS and without Docker: Kinesis (an emulator),",
                "Kafka, ingest, detector and alerting start on free ports; real benign traffic and a real",
                "recorded attack go in by PutRecords; the alert and the incident come out, on the screen and, without",
                "--once, in the console, whose address is printed.",
                "Goes on until Ctrl-C, and removes its data folder."})
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--once", description = "End with exit code 0 as soon as an incident that holds new-admin-user is "
            + "shown, and with 1 when none was within --timeout.")
    private boolean once;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "120",
            description = "For --once: how long to wait, counted from when everything runs. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Option(names = "--input", paramLabel = "FILE", arity = "1..*",
            description = "Play these CloudTrail files instead, "
                    + "as they are, not re-stamped: JSON, JSON lines, {\"Records\":[…]}, plain or gzip.")
    private List<Path> input = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
            description = "pretty, or ndjson: every version of every alert as a JSON line on standard output, all else "
                    + "on standard error. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InstantSource wallClock = InstantSource.system();

    @Override
    public Integer call() throws InterruptedException {
        checkArguments();
        PrintStream out = System.out;
        PrintStream err = System.err;
        Progress progress = new Progress(err, wallClock);
        progress.accept("starting the whole way on this machine");
        try (Stack stack = Stack.start(wallClock, progress, !once, Signals::closeOnExit)) {
            KinesisFeed feed = stack.feed();
            try (DemoScreen screen = new DemoScreen(format, out, err);
                    Watch watch = Watch.start(stack.bootstrapServers(), feed, wallClock, screen::see);
                    DemoTraffic traffic = new DemoTraffic(feed, input, wallClock, progress)) {
                progress.accept("watching " + watch.topics());
                traffic.start();
                return follow(stack, screen, err);
            }
        }
    }

    private int follow(Stack stack, DemoScreen screen, PrintStream err) throws InterruptedException {
        CompletableFuture<String> exitRequested = stack.pipeline().exitRequested().toCompletableFuture();
        boolean shown = awaitFirst(screen.newAdminShown(), exitRequested);
        if (exitRequested.isDone()) {
            return cannotGoOn(exitRequested, err);
        }
        if (once) {
            if (shown) {
                return 0;
            }
            err.println("no incident with new-admin-user within " + timeout + " s: "
                    + (input.isEmpty()
                            ? "the attack was played but not found"
                            : "the input holds no such story, or its "
                                    + "records were rejected (see topic cloudtrail.rejected in a run without --once)"));
            return 1;
        }
        if (!shown) {
            err.println("nothing to show yet");
        }
        whereToLookNext(stack, err);
        return cannotGoOn(exitRequested, err);
    }

    /** Returns whether one of them came within the timeout. */
    private boolean awaitFirst(CompletableFuture<?> one, CompletableFuture<?> other) throws InterruptedException {
        try {
            CompletableFuture.anyOf(one, other).get(timeout, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException tooLate) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible.getCause());
        }
    }

    /** Waits until the pipeline cannot go on, mostly for ever, and says why. */
    private static int cannotGoOn(CompletableFuture<String> exitRequested, PrintStream err) {
        err.println("the pipeline cannot go on: " + exitRequested.join());
        return 1;
    }

    private static void whereToLookNext(Stack stack, PrintStream err) {
        String servers = stack.bootstrapServers();
        err.println();
        stack.alerting().consoleUrl().ifPresent(url -> err.println("The incidents in a browser: " + url));
        err.println("It goes on until Ctrl-C. Meanwhile, from another terminal:");
        err.println("  ./iamwatch tail --from-beginning --bootstrap-servers " + servers);
        err.println("  ./iamwatch tail --topic incidents --from-beginning --bootstrap-servers " + servers);
        err.println("  any Kafka client on " + servers + ": topics cloudtrail.identity, cloudtrail.activity, "
                + "cloudtrail.rejected, iamwatch.alerts, iamwatch.incidents");
        if (System.getProperty("iamwatch.log") != null) {
            err.println("  what the parts logged: " + System.getProperty("iamwatch.log"));
        }
        err.println("  ./iamwatch demo --input YOUR-CLOUDTRAIL.json.gz plays records of your own");
        err.flush();
    }

    private void checkArguments() {
        if (timeout < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--timeout " + timeout + ": at least 1 second is needed");
        }
        for (Path file : input) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new CommandLine.ParameterException(spec.commandLine(),
                        "--input " + file + ": not a file that can be read");
            }
        }
    }
}
