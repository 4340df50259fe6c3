package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.bench.ConnectorBench;
import io.iamwatch.deploy.bench.ConnectorFigures;
import io.iamwatch.deploy.bench.ConsoleBench;
import io.iamwatch.deploy.bench.IngestBench;
import io.iamwatch.deploy.bench.IngestFigures;
import io.iamwatch.deploy.bench.ReplayBench;
import io.iamwatch.deploy.demo.Delay;
import io.iamwatch.deploy.demo.LatencyBench;
import io.iamwatch.deploy.demo.Stack;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = DetectorBenchCommand.class,
        description = "Measures on this machine.")
final class BenchCommand implements Runnable {

    private static final int CONNECTOR_WARM_UPS = 2;
    private static final int CONNECTOR_ROUNDS = 4;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** How results are printed. */
    enum Format {
        /** For people. */
        PRETTY,
        /** One JSON document. */
        JSON
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "which benchmark? One of: latency, detector, ingest, console, replay");
    }

    /** Measures the way from Kinesis to the alert. */
    @Command(name = "latency", mixinStandardHelpOptions = true,
            description = "The delay from Kinesis accepting a record to its alert being readable by a read_committed "
                    + "consumer, in milliseconds, and its parts, with the demo's poll interval of 200 ms. Attacks are "
                    + "played one at a time; 10 more are played first and not counted.")
    int latency(
            @Option(names = "--attacks", paramLabel = "N", defaultValue = "50",
                    description = "How many. Default: ${DEFAULT-VALUE}.") int attacks,
            @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
                    description = "pretty or json. Default: ${DEFAULT-VALUE}.") Format format)
            throws InterruptedException {
        if (attacks < 1 || attacks > 9_000) {
            throw new CommandLine.ParameterException(spec.subcommands().get("latency"),
                    "--attacks " + attacks + ": 1 to 9000 are possible");
        }
        InstantSource wallClock = InstantSource.system();
        Progress progress = new Progress(System.err, wallClock);
        try (Stack stack = Stack.start(wallClock, progress, false, Signals::closeOnExit)) {
            progress.accept("playing " + attacks + " attacks");
            List<Delay> delays = new LatencyBench(stack, wallClock).run(attacks);
            print(delays, format, System.out);
        }
        return 0;
    }

    /** Measures decoding against inflating. */
    @Command(name = "ingest", mixinStandardHelpOptions = true,
            description = "How many events a second one core decodes out of gzip CloudWatch Logs payloads, as a share "
                    + "of what it does when it only inflates the same bytes: medians of nine warm pairs, "
                    + "processor time of one thread. Then the whole connector, out of a Kinesis emulator into a "
                    + "topic: how many events a second of its threads' processor time, and its share of all.")
    int ingest(
            @Option(names = "--events-per-payload", paramLabel = "N", defaultValue = "64",
                    description = "Events in a payload, 1 to 4096. Default: ${DEFAULT-VALUE}.") int perPayload,
            @Option(names = "--decoding-only",
                    description = "Without the whole connector, which needs Node.js.") boolean decodingOnly,
            @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
                    description = "pretty or json. Default: ${DEFAULT-VALUE}.") Format format) {
        if (perPayload < 1 || perPayload > 4096) {
            throw new CommandLine.ParameterException(spec.subcommands().get("ingest"),
                    "--events-per-payload " + perPayload + ": 1 to 4096 are possible");
        }
        Progress progress = new Progress(System.err, InstantSource.system());
        IngestFigures decoding = new IngestBench(perPayload, progress).run();
        Optional<ConnectorFigures> connector = decodingOnly
                ? Optional.empty()
                : Optional.of(new ConnectorBench(perPayload, CONNECTOR_WARM_UPS, CONNECTOR_ROUNDS,
                        InstantSource.system(), progress).run());
        IngestFiguresPrinter.print(decoding, connector, format == Format.JSON, System.out);
        return 0;
    }

    /** Measures the console. */
    @Command(name = "console", mixinStandardHelpOptions = true,
            description = "How fast the console answers while alerts flow: an embedded broker, alerting and the console"
                    + " in one process. Alerts about as many users as there are to be incidents are gathered first;"
                    + " then more of them come at a fixed rate while pages are asked for, one after the other.")
    int console(
            @Option(names = "--incidents", paramLabel = "N", defaultValue = "10000",
                    description = "Open incidents, 10 to 100000. Default: ${DEFAULT-VALUE}.") int incidents,
            @Option(names = "--alerts", paramLabel = "N", defaultValue = "200",
                    description = "Alerts a second, 1 to 2000. Default: ${DEFAULT-VALUE}.") int alerts,
            @Option(names = "--requests", paramLabel = "N", defaultValue = "60",
                    description = "Requests of each page, 1 to 10000. Default: ${DEFAULT-VALUE}.") int requests,
            @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
                    description = "pretty or json. Default: ${DEFAULT-VALUE}.") Format format)
            throws InterruptedException {
        if (incidents < 10 || incidents > 100_000 || alerts < 1 || alerts > 2000 || requests < 1
                || requests > 10_000) {
            throw new CommandLine.ParameterException(spec.subcommands().get("console"), "--incidents " + incidents
                    + " --alerts " + alerts + " --requests " + requests
                    + ": 10 to 100000, 1 to 2000 and 1 to 10000 are possible");
        }
        InstantSource wallClock = InstantSource.system();
        Progress progress = new Progress(System.err, wallClock);
        try (ConsoleBench bench = new ConsoleBench(incidents, alerts, requests, wallClock, progress)) {
            Signals.closeOnExit(bench);
            ConsoleFiguresPrinter.print(bench.run(), format == Format.JSON, System.out);
        }
        return 0;
    }

    /** Measures replays. */
    @Command(name = "replay", mixinStandardHelpOptions = true,
            description = "How fast a range is replayed by one set of rules, as a share of what a bare read_committed "
                    + "consumer with as many threads reads, and how many times as long many variants take in one "
                    + "pass: medians of five warm rounds on the records of bench detector.")
    int replay(
            @Option(names = "--records", paramLabel = "N", defaultValue = "1000000",
                    description = "Records of the range. Default: ${DEFAULT-VALUE}.") long records,
            @Option(names = "--variants", paramLabel = "K", defaultValue = "20",
                    description = "Variants in one pass, 1 to 200. Default: ${DEFAULT-VALUE}.") int variants,
            @Option(names = "--threads", paramLabel = "T", defaultValue = "2",
                    description = "Threads of each of the two, 1 to 4. Default: ${DEFAULT-VALUE}.") int threads,
            @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
                    description = "pretty or json. Default: ${DEFAULT-VALUE}.") Format format)
            throws InterruptedException {
        if (records < 1_000 || variants < 1 || variants > 200 || threads < 1 || threads > 4) {
            throw new CommandLine.ParameterException(spec.subcommands().get("replay"), "--records " + records
                    + " --variants " + variants + " --threads " + threads
                    + ": 1000 or more, 1 to 200 and 1 to 4 are possible");
        }
        InstantSource wallClock = InstantSource.system();
        Progress progress = new Progress(System.err, wallClock);
        try (ReplayBench bench = new ReplayBench(records, threads, variants, ReplayBench.WARM_UPS,
                ReplayBench.ROUNDS, wallClock, progress)) {
            Signals.closeOnExit(bench);
            ReplayFiguresPrinter.print(bench.run(), format == Format.JSON, System.out);
        }
        return 0;
    }

    private static void print(List<Delay> delays, Format format, PrintStream out) {
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("attacks", delays.size());
        result.put("poll_interval_ms", Stack.POLL_INTERVAL.toMillis());
        percentiles(result.putObject("kinesis_to_alert_ms"), delays, Delay::toAlert);
        ObjectNode parts = result.putObject("parts_ms");
        percentiles(parts.putObject("ingest"), delays, Delay::ingest);
        percentiles(parts.putObject("detector"), delays, Delay::detector);
        percentiles(result.putObject("alert_to_incident_ms"), delays, Delay::alerting);
        if (format == Format.JSON) {
            out.println(result);
            return;
        }
        out.printf(Locale.ROOT, "%-42s %8s %8s %8s%n", delays.size() + " attacks, milliseconds", "p50", "p95", "p99");
        line(out, "Kinesis accepted → alert readable", result.path("kinesis_to_alert_ms"));
        line(out, "  of which ingest", parts.path("ingest"));
        line(out, "  of which detector", parts.path("detector"));
        line(out, "alert readable → incident readable", result.path("alert_to_incident_ms"));
    }

    private static void percentiles(ObjectNode node, List<Delay> delays, ToLongFunction<Delay> part) {
        long[] sorted = delays.stream().mapToLong(part).sorted().toArray();
        for (int percent : new int[]{50, 95, 99}) {
            int rank = Math.max(1, (int) Math.ceil(percent / 100.0 * sorted.length));
            node.put("p" + percent, Math.round(sorted[rank - 1] / 100.0) / 10.0);
        }
    }

    private static void line(PrintStream out, String what, com.fasterxml.jackson.databind.JsonNode values) {
        out.printf(Locale.ROOT, "%-42s %8.1f %8.1f %8.1f%n", what, values.path("p50").asDouble(),
                values.path("p95").asDouble(), values.path("p99").asDouble());
    }
}
