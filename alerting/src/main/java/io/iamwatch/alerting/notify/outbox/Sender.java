package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.alerting.notify.sink.Sinks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that tells one sink. What ends its loop, such as Kafka refusing a right, is logged, and it begins anew.
 */
final class Sender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** As long as a pipeline waits for its parts, and less. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(4);
    private static final Duration INTERRUPTED_LIMIT = Duration.ofSeconds(2);
    private static final int LONGEST_PAUSE_SECONDS = 30;

    private final SenderSettings kafka;
    private final SinkSettings settings;
    private final InstantSource wallClock;
    private final RandomGenerator random;
    private final DeliveryCounts counts;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile OutboxClient client;
    private volatile boolean running;

    private Sender(SenderSettings kafka, SinkSettings settings, InstantSource wallClock, RandomGenerator random,
            DeliveryCounts counts) {
        this.kafka = kafka;
        this.settings = settings;
        this.wallClock = wallClock;
        this.random = random;
        this.counts = counts;
        this.thread = Thread.ofPlatform().daemon().name("notify-" + settings.name()).unstarted(this::run);
    }

    static Sender start(SenderSettings kafka, SinkSettings settings, InstantSource wallClock, RandomGenerator random,
            DeliveryCounts counts) {
        Sender sender = new Sender(kafka, settings, wallClock, random, counts);
        sender.thread.start();
        return sender;
    }

    boolean isRunning() {
        return running;
    }

    private void run() {
        int pause = 1;
        try {
            while (!isStopping()) {
                if (work()) {
                    pause = 1;
                }
                running = false;
                if (stopping.await(pause, TimeUnit.SECONDS)) {
                    return;
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
            }
        } catch (InterruptedException | InterruptException | WakeupException stopped) {
            LOG.debug("stopped; sink={}", settings.name(), stopped);
        } finally {
            running = false;
        }
    }

    /** Returns whether it worked for a while. */
    private boolean work() throws InterruptedException {
        boolean worked = false;
        try (Sink sink = Sinks.open(settings);
                OutboxClient outbox = new OutboxClient(kafka, settings.name(), UUID.randomUUID().toString())) {
            client = outbox;
            SinkLoop loop = new SinkLoop(settings, sink, outbox, wallClock, random, counts);
            while (!isStopping()) {
                loop.turn();
                running = true;
                worked = true;
            }
        } catch (InterruptException | WakeupException stopped) {
            throw stopped;
        } catch (RuntimeException failure) {
            LOG.error("telling a sink broke off and begins anew; sink={} reason={}", settings.name(),
                    failure.getMessage());
            LOG.debug("the reason", failure);
        }
        return worked;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Asks it to end after what it does now. */
    void stop() {
        stopping.countDown();
        OutboxClient current = client;
        if (current != null) {
            current.wakeUp();
        }
    }

    /** Waits for its end; a sink that has not answered by then will be told again. */
    @Override
    public void close() {
        stop();
        try {
            if (!thread.join(STOP_LIMIT)) {
                thread.interrupt();
                if (!thread.join(INTERRUPTED_LIMIT)) {
                    LOG.warn("a sender did not stop in time; sink={}", settings.name());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
