package io.iamwatch.deploy.bench;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * How fast the detector is on ever more users. First all users are created and given what users have; then a new
 * detector process, on the state of the first, is timed on the same number of further events about random users,
 * several times; the median counts. A user's events are three days apart on average at every size, so that each
 * size has the same to remember of a user.
 */
final class GrowthBench {

    /** Ten times as many users from one to the next. */
    static final List<Size> SIZES = List.of(new Size(10, 10), new Size(20, 50), new Size(100, 100),
            new Size(200, 500));

    /** Measured first, and not counted. */
    static final Size WARM_UP = new Size(10, 11);

    private static final int ROUNDS = 3;
    private static final int EVENTS = 20_000;
    private static final double SECONDS_BETWEEN_EVENTS_OF_A_USER = 3 * 86_400;

    /** How many accounts, and users in each. */
    record Size(int accounts, int users) {
    }

    private GrowthBench() {
    }

    /**
     * Measures one size.
     *
     * @param brokers gives a new broker
     */
    static DetectorFigures.Size measure(Size size, OneBroker brokers, int threads, InstantSource wallClock)
            throws InterruptedException {
        int users = size.accounts() * size.users();
        try (FilledBroker broker = brokers.start()) {
            IdentityStory story = new IdentityStory(DetectorBench.SEED, DetectorBench.FIRST_SECOND,
                    SECONDS_BETWEEN_EVENTS_OF_A_USER / users, size.accounts(), size.users());
            for (int user = 0; user < users; user++) {
                story.birth(user).forEach(broker::put);
            }
            DetectorRun run = new DetectorRun(broker, "growth-" + users, brokers.folder().resolve("state"), threads,
                    wallClock);
            toTheEnd(broker, story, run);
            double[] rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                for (int event = 0; event < EVENTS; event++) {
                    broker.put(story.next());
                }
                rates[round] = DetectorBench.rate(EVENTS, toTheEnd(broker, story, run));
            }
            return new DetectorFigures.Size(size.accounts(), size.users(), story.livingUsers(),
                    Math.round(DetectorFigures.median(rates)), run.stateBytes());
        }
    }

    private static Duration toTheEnd(FilledBroker broker, IdentityStory story, DetectorRun run)
            throws InterruptedException {
        broker.putEndings(story);
        broker.flush();
        return run.run();
    }
}
