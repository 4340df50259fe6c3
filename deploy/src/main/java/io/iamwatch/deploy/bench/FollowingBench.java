package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.bench.FollowingFigures.Load;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the detector against a bare reader of the same topics when it follows what new administrators do: with
 * {@code cloudtrail.users} and {@code cloudtrail.activity} filled, too.
 */
public final class FollowingBench implements AutoCloseable {

    /** Of each organisation. */
    public static final long RECORDS = 200_000;

    /** Pairs of each organisation before one counts. */
    public static final int WARM_UPS = 3;

    /** Where an account remembers nearly all that is called, and where it has room for little of it. */
    private static final List<Load> LOADS = List.of(new Load(64, 10, 10), new Load(16, 40, 300));

    /** Pairs of each organisation that count. */
    public static final int ROUNDS = 5;

    private final long records;
    private final int threads;
    private final int warmUps;
    private final int rounds;
    private final InstantSource wallClock;
    private final Consumer<String> progress;
    private final OneBroker brokers = new OneBroker();

    /**
     * Prepares a measurement.
     *
     * @param records of each organisation
     * @param threads of the reader and of the detector
     * @param warmUps pairs that are not counted, such as {@link #WARM_UPS}
     * @param rounds pairs that are, such as {@link #ROUNDS}
     * @param progress is told, a line a step, how it goes
     */
    public FollowingBench(long records, int threads, int warmUps, int rounds, InstantSource wallClock,
            Consumer<String> progress) {
        this.records = records;
        this.threads = threads;
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.wallClock = wallClock;
        this.progress = progress;
    }

    /**
     * Measures; takes minutes.
     *
     * @throws IllegalStateException if something does not work
     * @throws InterruptedException if interrupted
     */
    public FollowingFigures run() throws InterruptedException {
        List<FollowingFigures.Measured> measured = new ArrayList<>();
        for (Load load : LOADS) {
            try (FilledBroker broker = brokers.start()) {
                measured.add(measure(broker, load));
            }
            brokers.removeFolder();
        }
        return new FollowingFigures(FilledBroker.PARTITIONS, threads, measured);
    }

    private FollowingFigures.Measured measure(FilledBroker broker, Load load) throws InterruptedException {
        Map<Route, Long> counts = fill(broker, load);
        List<DetectorFigures.Pair> pairs = new ArrayList<>();
        long alerts = 0;
        long state = 0;
        for (int round = 1 - warmUps; round <= rounds; round++) {
            DetectorRun run = new DetectorRun(broker, "following-" + (round + warmUps),
                    brokers.folder().resolve("state-" + (round + warmUps)), threads, wallClock);
            double reader = DetectorBench.rate(records,
                    new BareReader(broker.client(), broker.ends(), wallClock).read(threads));
            var pair = new DetectorFigures.Pair(reader, DetectorBench.rate(records, run.run()));
            alerts = broker.takeAlertCount();
            state = run.stateBytes();
            if (round > 0) {
                pairs.add(pair);
            }
            progress.accept(String.format(Locale.ROOT, "%s: reader %,.0f, detector %,.0f records/s, ratio %.3f",
                    round < 1 ? "warm-up" : "round " + round, pair.reader(), pair.detector(), pair.ratio()));
        }
        return new FollowingFigures.Measured(load, counts.get(Route.IDENTITY), counts.get(Route.USERS),
                counts.get(Route.ACTIVITY), broker.bytes(), pairs, alerts, state);
    }

    private Map<Route, Long> fill(FilledBroker broker, Load load) {
        FollowedTraffic traffic = new FollowedTraffic(load);
        Map<Route, Long> counts = new EnumMap<>(Route.class);
        for (Route route : Route.values()) {
            counts.put(route, 0L);
        }
        long endings = 2 * FilledBroker.PARTITIONS;
        for (long i = 0; i < records - endings; i++) {
            KeyedRecord record = traffic.next();
            Route route = route(record);
            broker.put(topic(route), record);
            counts.merge(route, 1L, Long::sum);
        }
        broker.putEndings(traffic.story());
        broker.flush();
        counts.merge(Route.IDENTITY, endings, Long::sum);
        progress.accept(String.format(Locale.ROOT,
                "%,d accounts of %,d users, %,d calls a minute each: filled %,d identity, %,d users' and %,d other "
                        + "records",
                load.accounts(), load.usersPerAccount(), load.callsAMinute(),
                counts.get(Route.IDENTITY), counts.get(Route.USERS), counts.get(Route.ACTIVITY)));
        return counts;
    }

    /** Each goes where ingest would put it. */
    static Route route(KeyedRecord record) {
        return switch (RecordReader.read(record.json(), 0, record.json().length)) {
            case RecordReader.Outcome.CloudTrail read -> Route.of(read.summary());
            case RecordReader.Outcome.Unusable unusable ->
                throw new IllegalStateException("no CloudTrail record was made: " + unusable.reason());
        };
    }

    private static Topic topic(Route route) {
        return switch (route) {
            case IDENTITY -> Topics.IDENTITY;
            case USERS -> Topics.USERS;
            case ACTIVITY -> Topics.ACTIVITY;
        };
    }

    /** Stops what runs and removes all data. */
    @Override
    public void close() {
        brokers.close();
    }
}
