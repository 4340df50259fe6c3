package io.iamwatch.deploy.bench;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures what it costs a detector to be watched: the same identity records with metrics, somebody who asks for
 * them and a canary, without all of that, and without it once more, which tells the noise. Each three have a topic
 * of their own, so that of the canary's pairs of others nothing stands there.
 */
public final class WatchingBench implements AutoCloseable {

    /** As many as keep one thread at work for about a minute: some scrapes, and a pair or two of each canary. */
    public static final long RECORDS = 300_000;

    /** Before one counts: each of the three works for a minute. */
    public static final int WARM_UPS = 1;

    /** Each of the three comes twice first, twice second and twice last. */
    public static final int TRIPLES = 6;

    /** {@code -} is without watchers, {@code +} with them, {@code =} without once more. */
    private static final List<String> ORDERS = List.of("-+=", "=-+", "+=-", "=+-", "-=+", "+-=");

    private final long records;
    private final int threads;
    private final int warmUps;
    private final int triples;
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private final OneBroker brokers = new OneBroker();
    private int rounds;

    /**
     * Prepares a measurement.
     *
     * @param records about identities, those that end them included
     * @param threads of the detector
     * @param warmUps triples that do not count, such as {@link #WARM_UPS}
     * @param triples that count, such as {@link #TRIPLES}
     * @param progress is told, a line a step, how it goes
     */
    public WatchingBench(long records, int threads, int warmUps, int triples, InstantSource wallClock,
            Consumer<String> progress) {
        this.records = records;
        this.threads = threads;
        this.warmUps = warmUps;
        this.triples = triples;
        this.wallClock = wallClock;
        this.progress = progress;
    }

    /**
     * Measures; with the usual number of records for half an hour.
     *
     * @throws IllegalStateException if something does not work, or a detector raises other alerts than another
     * @throws InterruptedException if interrupted
     */
    public WatchingFigures run() throws InterruptedException {
        List<WatchingFigures.Triple> all = new ArrayList<>();
        long alerts = -1;
        for (int number = 1 - warmUps; number <= triples; number++) {
            try (FilledBroker broker = brokers.start()) {
                fill(broker);
                WatchingFigures.Triple triple = triple(broker, ORDERS.get(Math.floorMod(number, ORDERS.size())));
                alerts = alerts(broker, alerts);
                if (number > 0) {
                    all.add(triple);
                }
                tell(number, triple);
            }
            brokers.removeFolder();
        }
        return new WatchingFigures(records, FilledBroker.PARTITIONS, threads, all, alerts);
    }

    private void fill(FilledBroker broker) {
        IdentityStory story = DetectorBench.story();
        for (long i = 0; i < records - 2 * FilledBroker.PARTITIONS; i++) {
            broker.putWritten(story.next());
        }
        broker.putEndings(story);
        broker.flush();
    }

    private WatchingFigures.Triple triple(FilledBroker broker, String order) throws InterruptedException {
        WatchingFigures.Round[] three = new WatchingFigures.Round[3];
        for (int turn = 0; turn < order.length(); turn++) {
            char which = order.charAt(turn);
            rounds++;
            String application = "watching-" + rounds;
            three["-+=".indexOf(which)] = which == '+'
                    ? WatchedRound.with(broker, application, brokers.folder(), threads, wallClock)
                    : WatchedRound.without(broker, application, brokers.folder(), threads, wallClock);
        }
        return new WatchingFigures.Triple(three[0], three[1], three[2]);
    }

    /** All three of all topics raise the same. */
    private static long alerts(FilledBroker broker, long before) {
        long three = broker.takeAlertCount();
        if (three % 3 != 0 || (before >= 0 && three / 3 != before)) {
            throw new IllegalStateException("three detectors raised " + three + " alerts, each one before " + before);
        }
        return three / 3;
    }

    private void tell(int number, WatchingFigures.Triple triple) {
        progress.accept(String.format(Locale.ROOT,
                "%s: without %,.0f, with %,.0f records/s, %.1f and %.1f µs a record; ratios %.3f and %.3f, noise "
                        + "%.3f and %.3f",
                number < 1 ? "warm-up" : "round " + number, triple.without().recordsPerSecond(),
                triple.with().recordsPerSecond(), triple.without().cpuMicros(), triple.with().cpuMicros(),
                triple.ratio(WatchingFigures.Round::recordsPerSecond), triple.ratio(WatchingFigures.Round::cpuMicros),
                triple.noise(WatchingFigures.Round::recordsPerSecond),
                triple.noise(WatchingFigures.Round::cpuMicros)));
    }

    /** Stops what runs and removes all data. */
    @Override
    public void close() {
        brokers.close();
    }
}
