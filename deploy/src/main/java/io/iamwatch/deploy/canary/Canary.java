package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.canary.CanaryAccounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A canary at work: a thread, which begins anew when something ends its loop. */
public final class Canary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(4);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final CanarySettings settings;
    private final CanaryClients clients;
    private final InstantSource wallClock;
    private final CanaryMeters meters;
    private final Rounds rounds;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("canary").unstarted(this::run);
    private volatile Consumer<byte[], byte[]> consumer;

    private Canary(CanarySettings settings, Map<String, Object> kafka, InstantSource wallClock) {
        this.settings = settings;
        this.clients = new CanaryClients(kafka);
        this.wallClock = wallClock;
        this.meters = new CanaryMeters(settings.accounts().size(), settings.interval(), wallClock.millis());
        this.rounds = new Rounds(settings.accounts(), settings.interval());
    }

    /**
     * Starts a canary.
     *
     * @param kafka settings of Streams or of Kafka's clients, {@code bootstrap.servers} at least
     * @param partitions the one partition count of all topics
     * @throws IllegalStateException if not one account falls into each partition
     */
    public static Canary start(CanarySettings settings, Map<String, Object> kafka, int partitions,
            InstantSource wallClock) {
        CanaryAccounts.problem(settings.accounts(), partitions).ifPresent(problem -> {
            throw new IllegalStateException("canary.accounts: " + problem);
        });
        Canary canary = new Canary(settings, kafka, wallClock);
        canary.thread.start();
        return canary;
    }

    private void run() {
        try {
            do {
                work();
            } while (!stopping.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | InterruptException | WakeupException stopped) {
            LOG.debug("the canary was stopped", stopped);
        }
    }

    private void work() {
        try (Put put = put(); Consumer<byte[], byte[]> current = new KafkaConsumer<>(clients.consumer())) {
            consumer = current;
            CanaryLoop loop = new CanaryLoop(rounds, put, new Ear(settings.mark()), meters, current, wallClock);
            while (stopping.getCount() > 0) {
                loop.turn();
            }
        } catch (InterruptException | WakeupException stopped) {
            throw stopped;
        } catch (RuntimeException failure) {
            LOG.error("the canary broke off and begins anew; reason={}", failure.getMessage());
            LOG.debug("the reason", failure);
        }
    }

    private Put put() {
        return settings.target().<Put>map(target -> new KinesisPut(target, settings.mark()))
                .orElseGet(() -> new IdentityPut(clients.producer(), settings.mark(), wallClock));
    }

    /** Returns whether its thread lives; what it cannot do at the moment, its silence tells. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        stopping.countDown();
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            if (!thread.join(STOP_LIMIT)) {
                thread.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        meters.close();
    }
}
