package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.alerting.notify.SinkSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.admin.Admin;

/**
 * The senders of notifications at work, one for each sink. Any number of instances share the work: a partition of
 * the outbox is one instance's at a time, for each sink.
 */
public final class Notifier implements AutoCloseable {

    private final List<Sender> senders;

    private Notifier(List<Sender> senders) {
        this.senders = senders;
    }

    /**
     * Starts the senders; where a sink is new, its position is settled first. Call it before alerting starts: what that
     * tells from then on, the sinks are told.
     *
     * @param kafka settings of alerting's Streams; {@code bootstrap.servers} at least
     * @param random shortens the waits between attempts
     * @param counts is told what becomes of notifications
     * @throws IllegalStateException if Kafka does not let a sink begin
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static Notifier start(Map<String, Object> kafka, List<SinkSettings> sinks, InstantSource wallClock,
            SplittableRandom random, DeliveryCounts counts) throws InterruptedException {
        SenderSettings settings = new SenderSettings(kafka);
        if (!sinks.isEmpty()) {
            try (Admin admin = Admin.create(settings.admin())) {
                for (SinkSettings sink : sinks) {
                    FirstPosition.settle(admin, SenderSettings.group(sink.name()), wallClock.instant());
                }
            }
        }
        List<Sender> senders = new ArrayList<>();
        for (SinkSettings sink : sinks) {
            senders.add(Sender.start(settings, sink, wallClock, random.split(), counts));
        }
        return new Notifier(senders);
    }

    /** Returns whether each sender is at work; a sink that does not answer is no reason not to be. */
    public boolean isRunning() {
        return senders.stream().allMatch(Sender::isRunning);
    }

    /** Stops within some seconds; an answer that comes in time is committed. */
    @Override
    public void close() {
        senders.forEach(Sender::stop);
        senders.forEach(Sender::close);
    }
}
