package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.DataFolder;
import io.iamwatch.deploy.replay.ReplayOrder;
import io.iamwatch.deploy.replay.TopicReplay;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures a replay of everyday traffic against a bare reader, and one of many variants against one of one. */
public final class ReplayBench implements AutoCloseable {

    /** Rounds that are not counted. */
    public static final int WARM_UPS = 8;

    /** Rounds that are. */
    public static final int ROUNDS = 5;

    private final DataFolder folder = DataFolder.create();
    private final long records;
    private final int threads;
    private final int variants;
    private final int warmUps;
    private final int rounds;
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private FilledBroker open;

    /**
     * Prepares a measurement.
     *
     * @param threads of the reader and of the replay
     * @param variants that are judged in one pass
     * @param warmUps rounds that are not counted, such as {@link #WARM_UPS}
     * @param rounds rounds that are, such as {@link #ROUNDS}
     * @param progress is told, a line a step, how it goes
     */
    public ReplayBench(long records, int threads, int variants, int warmUps, int rounds, InstantSource wallClock,
            Consumer<String> progress) {
        this.records = records;
        this.threads = threads;
        this.variants = variants;
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.wallClock = wallClock;
        this.progress = progress;
    }

    /**
     * Measures; takes minutes.
     *
     * @throws InterruptedException if interrupted
     */
    public ReplayFigures run() throws InterruptedException {
        synchronized (this) {
            open = FilledBroker.start(folder.path().resolve("kafka"));
        }
        DetectorBench.fillMixed(open, records, progress);
        for (int round = 1 - warmUps; round < 1; round++) {
            round(round);
        }
        HeapPeak.reset();
        List<ReplayFigures.Round> counted = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            counted.add(round(round));
        }
        return new ReplayFigures(records, threads, variants, counted, HeapPeak.bytes());
    }

    private ReplayFigures.Round round(int number) throws InterruptedException {
        double reader = DetectorBench.rate(records,
                new BareReader(open.client(), open.ends(), wallClock).read(threads));
        var round = new ReplayFigures.Round(reader, replay(List.of()), replay(sweeps()));
        progress.accept(String.format(Locale.ROOT, "%s: reader %,.0f, one %,.0f, %d variants %,.0f records/s",
                number < 1 ? "warm-up" : "round " + number, round.reader(), round.one(), variants, round.all()));
        return round;
    }

    private List<Sweep> sweeps() {
        return List.of(new Sweep("new-admin-user.window", IntStream.rangeClosed(1, variants).mapToObj(hours -> hours
                + "h").collect(Collectors.toList())));
    }

    private double replay(List<Sweep> sweeps) {
        ReplayOrder order = new ReplayOrder(Topics.IDENTITY.name(), ReplayOrder.Span.ALL,
                ReplayOrder.Keep.NOTHING, Set.of(), Rules.DEFAULT, List.of(), sweeps, Map.of(), threads);
        Instant begin = wallClock.instant();
        try {
            long read = new TopicReplay(open.client(), order, (done, of) -> {}).run().range().records();
            if (read != records) {
                throw new IllegalStateException("a replay read " + read + " of " + records + " records");
            }
        } catch (Sweep.RefusedException impossible) {
            throw new IllegalStateException(impossible);
        }
        return DetectorBench.rate(records, Duration.between(begin, wallClock.instant()));
    }

    /** Stops the broker and removes all data. */
    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
            open = null;
        }
        folder.remove();
    }
}
