package io.iamwatch.deploy.demo;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Plays the attack on many users, one after the other, and measures how long each alert takes. */
public final class LatencyBench {

    /** Attacks that are played first and not counted: the JIT compiler has the floor. */
    public static final int WARM_UP = 10;

    private static final int MOST_SECONDS_AN_ATTACK = 30;

    private final Stack stack;
    private final InstantSource wallClock;

    /** Creates a bench on a stack that runs. */
    public LatencyBench(Stack stack, InstantSource wallClock) {
        this.stack = stack;
        this.wallClock = wallClock;
    }

    /**
     * Plays attacks, each at a random moment of the poll interval.
     *
     * @throws IllegalStateException if an attack does not become an incident in half a minute
     * @throws InterruptedException if interrupted while waiting
     */
    public List<Delay> run(int attacks) throws InterruptedException {
        BlockingQueue<Watch.Seen> incidents = new LinkedBlockingQueue<>();
        KinesisFeed feed = stack.feed();
        Random random = new Random();
        List<Delay> delays = new ArrayList<>();
        Consumer<Watch.Seen> listener = seen -> {
            if (seen.topic().equals(Topics.INCIDENTS.name()) && CoreRule.isIn(parse(seen))) {
                incidents.add(seen);
            }
        };
        Watch watch = Watch.start(stack.bootstrapServers(), feed, wallClock, listener);
        try {
            for (int i = 0; i < WARM_UP + attacks; i++) {
                LockSupport.parkNanos((long) (random.nextDouble() * Stack.POLL_INTERVAL.toNanos()));
                Instant now = wallClock.instant();
                feed.put(List.of(SubscriptionPayload.of(Attack.variant(now, i), now)));
                Delay delay = await(incidents, i);
                if (i >= WARM_UP) {
                    delays.add(delay);
                }
            }
        } finally {
            watch.close();
        }
        return delays;
    }

    private static Delay await(BlockingQueue<Watch.Seen> incidents, int attack) throws InterruptedException {
        while (true) {
            Watch.Seen seen = incidents.poll(MOST_SECONDS_AN_ATTACK, TimeUnit.SECONDS);
            if (seen == null) {
                throw new IllegalStateException("attack " + attack + " became no incident within "
                        + MOST_SECONDS_AN_ATTACK + " s");
            }
            IncidentFinding incident = parse(seen);
            Optional<Delay> delay = seen.delay();
            // Later versions of the incident before may still come: the closing of its superseded alert.
            if (delay.isPresent() && name(incident).endsWith(String.format(Locale.ROOT, "%04d", attack))) {
                incidents.clear();
                return delay.get();
            }
        }
    }

    private static String name(IncidentFinding incident) {
        return incident.unmapped().iamwatch().principal().name();
    }

    private static IncidentFinding parse(Watch.Seen seen) {
        return JsonSerde.incidents().deserializer().deserialize(seen.topic(), seen.value());
    }
}
