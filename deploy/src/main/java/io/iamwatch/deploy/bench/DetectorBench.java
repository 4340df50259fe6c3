package io.iamwatch.deploy.bench;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures the detector against a bare reader on a stream of everyday traffic with one identity record in a
 * hundred, and alone on identity records. Each detector begins with a new application id and without state. The
 * first rounds of each kind warm up and are not counted.
 */
public final class DetectorBench implements AutoCloseable {

    static final long SEED = 20_261_124;
    /** Long ago: a broker refuses what is dated in its future. */
    static final long FIRST_SECOND = 1_325_376_000;

    /**
     * Rounds of each kind before one counts: it takes so long until the compilers are done with a code of many paths.
     */
    public static final int WARM_UPS = 10;

    private static final int ROUNDS = 7;
    private static final int IDENTITY_ONE_IN = 100;
    private static final int ACCOUNTS = 64;
    private static final int USERS = 40;
    private static final int MOST_IDENTITY_RECORDS = 20_000;

    /** Of a user, a change every second day. */
    private static final double SECONDS_BETWEEN = 2.0 * 86_400 / (ACCOUNTS * USERS);

    private final OneBroker brokers = new OneBroker();
    private final Consumer<String> progress;
    private final long records;
    private final int threads;
    private final int warmUps;
    private final InstantSource wallClock;

    /**
     * Prepares a measurement.
     *
     * @param records of the mixed stream
     * @param threads of the reader and of the detector
     * @param warmUps rounds of each kind that are not counted, such as {@link #WARM_UPS}
     * @param progress is told, a line a step, how it goes
     */
    public DetectorBench(long records, int threads, int warmUps, InstantSource wallClock,
            Consumer<String> progress) {
        this.wallClock = wallClock;
        this.records = records;
        this.threads = threads;
        this.warmUps = warmUps;
        this.progress = progress;
    }

    /**
     * Measures; takes minutes.
     *
     * @param withGrowth whether to measure also how it goes with ever more users
     * @throws IllegalStateException if something does not work, or a detector raises other alerts than another
     * @throws InterruptedException if interrupted
     */
    public DetectorFigures run(boolean withGrowth) throws InterruptedException {
        // First what has most to judge: a detector that has been at work for a while is what is measured.
        IdentityRate identity = identity();
        brokers.removeFolder();
        List<DetectorFigures.Pair> pairs = new ArrayList<>();
        long bytes;
        long alerts = 0;
        try (FilledBroker broker = brokers.start()) {
            fillMixed(broker, records, progress);
            bytes = broker.bytes();
            for (int round = 1 - warmUps; round < 1; round++) {
                pair(broker, round);
                alerts = broker.takeAlertCount();
            }
            HeapPeak.reset();
            for (int round = 1; round <= ROUNDS; round++) {
                pairs.add(pair(broker, round));
                requireSame(alerts, broker.takeAlertCount());
            }
        }
        long peak = HeapPeak.bytes();
        brokers.removeFolder();
        List<DetectorFigures.Size> growth = withGrowth ? growth() : List.of();
        return new DetectorFigures(records, bytes, FilledBroker.PARTITIONS, threads, pairs, alerts, identity.rate(),
                identity.stateBytes(), peak, growth);
    }

    /** Fills a topic with everyday traffic. */
    static void fillMixed(FilledBroker broker, long records, Consumer<String> progress) {
        EverydayTraffic traffic = new EverydayTraffic(SEED, FIRST_SECOND, ACCOUNTS);
        IdentityStory story = story();
        for (long i = 0; i < records - 2 * FilledBroker.PARTITIONS; i++) {
            broker.put(i % IDENTITY_ONE_IN == 0 ? story.next() : traffic.record(i));
        }
        broker.putEndings(story);
        broker.flush();
        progress.accept(String.format(Locale.ROOT,
                "filled %,d records in %d partitions: half below %,d bytes, 99 %% below %,d, largest %,d, mean %,d",
                records, FilledBroker.PARTITIONS, traffic.length(0.5), traffic.length(0.99), traffic.length(1),
                broker.bytes() / records));
    }

    static IdentityStory story() {
        return new IdentityStory(SEED, FIRST_SECOND, SECONDS_BETWEEN, ACCOUNTS, USERS);
    }

    private DetectorFigures.Pair pair(FilledBroker broker, int round) throws InterruptedException {
        double reader = rate(records, new BareReader(broker.client(), broker.ends(), wallClock).read(threads));
        double detector = rate(records, detector(broker, "mixed-" + (round + warmUps)).run());
        var pair = new DetectorFigures.Pair(reader, detector);
        progress.accept(String.format(Locale.ROOT, "%s: reader %,.0f, detector %,.0f records/s, ratio %.2f",
                round < 1 ? "warm-up" : "round " + round,
                reader, detector, pair.ratio()));
        return pair;
    }

    private static void requireSame(long expected, long alerts) {
        if (alerts != expected) {
            throw new IllegalStateException("a detector raised " + alerts + " alerts, the one before " + expected);
        }
    }

    private record IdentityRate(long rate, long stateBytes) {
    }

    private IdentityRate identity() throws InterruptedException {
        long count = Math.min(records, MOST_IDENTITY_RECORDS);
        try (FilledBroker broker = brokers.start()) {
            IdentityStory story = story();
            for (long i = 0; i < count - 2 * FilledBroker.PARTITIONS; i++) {
                broker.put(story.next());
            }
            broker.putEndings(story);
            broker.flush();
            double[] rates = new double[ROUNDS];
            long state = 0;
            for (int round = 1 - warmUps; round <= ROUNDS; round++) {
                DetectorRun run = detector(broker, "identity-" + (round + warmUps));
                double rate = rate(count, run.run());
                rates[Math.max(0, round - 1)] = rate;
                state = run.stateBytes();
                progress.accept(String.format(Locale.ROOT, "%s: %,.0f identity records/s",
                        round < 1 ? "warm-up" : "round " + round, rate));
            }
            return new IdentityRate(Math.round(DetectorFigures.median(rates)), state);
        }
    }

    private List<DetectorFigures.Size> growth() throws InterruptedException {
        List<DetectorFigures.Size> sizes = new ArrayList<>();
        GrowthBench.measure(GrowthBench.WARM_UP, brokers, threads, wallClock);
        brokers.removeFolder();
        for (GrowthBench.Size size : GrowthBench.SIZES) {
            DetectorFigures.Size measured = GrowthBench.measure(size, brokers, threads, wallClock);
            brokers.removeFolder();
            progress.accept(String.format(Locale.ROOT,
                    "%,d accounts × %,d users: %,d identity records/s, state %,d bytes", measured.accounts(),
                    measured.usersPerAccount(), measured.recordsPerSecond(), measured.stateBytes()));
            sizes.add(measured);
        }
        return sizes;
    }

    private DetectorRun detector(FilledBroker broker, String name) {
        return new DetectorRun(broker, name, brokers.folder().resolve("state-" + name), threads, wallClock);
    }

    static double rate(long count, Duration time) {
        return count * 1e9 / time.toNanos();
    }

    /** Stops what runs and removes all data. */
    @Override
    public void close() {
        brokers.close();
    }
}
