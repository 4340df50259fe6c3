package io.iamwatch.deploy.cli;

import io.iamwatch.deploy.bench.DetectorBench;
import io.iamwatch.deploy.bench.FollowingBench;
import io.iamwatch.deploy.bench.WatchingBench;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch bench detector}: measures the detector. */
@Command(name = "detector", mixinStandardHelpOptions = true,
        description = "How fast the detector reads everyday traffic with 1 %% identity records, as a share of what "
                + "a bare read_committed consumer with as many threads reads: seven warm pairs, embedded broker, "
                + "lz4, 4 partitions, exactly once, until the last alerts are committed. Then identity records "
                + "alone. Everything, broker included, shares this machine and one process.")
final class DetectorBenchCommand implements Callable<Integer> {

    private static final long RECORDS = 1_000_000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--records", paramLabel = "N", description = "Records of the mixed stream, 1000 or more. Default: "
            + RECORDS + "; with --watching " + WatchingBench.RECORDS + " identity records; with --following "
            + FollowingBench.RECORDS + " of each organisation.")
    private Optional<Long> records = Optional.empty();

    @Option(names = "--threads", paramLabel = "T", defaultValue = "1",
            description = "Threads of each of the two, 1 to 4. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--growth", description = "Measure also how rate and state change from 10 accounts with "
            + "10 users to 1000 times as many users.")
    private boolean growth;

    @Option(names = "--watching", description = "Measure instead what it costs to be watched: identity records with "
            + "all metrics, somebody who asks for them every 15 s and a canary in each partition, and without all of "
            + "that; six warm triples of one with it and two without, which tell the noise. Half an hour.")
    private boolean watching;

    @Option(names = "--following", description = "Measure instead with users' and other activity, which tells what "
            + "new administrators do: all three topics of CloudTrail records filled, of an organisation whose accounts "
            + "call little and of one whose accounts call much, against a consumer of the same topics.")
    private boolean following;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
            description = "pretty or json. Default: ${DEFAULT-VALUE}.")
    private BenchCommand.Format format;

    @Override
    public Integer call() throws InterruptedException {
        if (records.orElse(RECORDS) < 1_000 || threads < 1 || threads > 4) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--records " + records.orElse(RECORDS)
                    + " --threads " + threads + ": 1000 or more and 1 to 4 are possible");
        }
        if (Stream.of(growth, watching, following).filter(asked -> asked).count() > 1) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--growth, --watching, --following: one of them at a time");
        }
        InstantSource wallClock = InstantSource.system();
        Progress progress = new Progress(System.err, wallClock);
        if (watching) {
            measureWatching(wallClock, progress);
        } else if (following) {
            measureFollowing(wallClock, progress);
        } else {
            measureRate(wallClock, progress);
        }
        return 0;
    }

    private boolean asJson() {
        return format == BenchCommand.Format.JSON;
    }

    private void measureRate(InstantSource wallClock, Progress progress) throws InterruptedException {
        try (DetectorBench bench = new DetectorBench(records.orElse(RECORDS), threads, DetectorBench.WARM_UPS,
                wallClock, progress)) {
            Signals.closeOnExit(bench);
            DetectorFiguresPrinter.print(bench.run(growth), asJson(), System.out);
        }
    }

    private void measureWatching(InstantSource wallClock, Progress progress) throws InterruptedException {
        try (WatchingBench bench = new WatchingBench(records.orElse(WatchingBench.RECORDS), threads,
                WatchingBench.WARM_UPS, WatchingBench.TRIPLES, wallClock, progress)) {
            Signals.closeOnExit(bench);
            WatchingFiguresPrinter.print(bench.run(), asJson(), System.out);
        }
    }

    private void measureFollowing(InstantSource wallClock, Progress progress) throws InterruptedException {
        try (FollowingBench bench = new FollowingBench(records.orElse(FollowingBench.RECORDS), threads,
                FollowingBench.WARM_UPS, FollowingBench.ROUNDS, wallClock, progress)) {
            Signals.closeOnExit(bench);
            FollowingFiguresPrinter.print(bench.run(), asJson(), System.out);
        }
    }
}
