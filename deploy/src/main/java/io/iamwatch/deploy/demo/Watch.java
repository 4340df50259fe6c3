package io.iamwatch.deploy.demo;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what comes out, as any {@code read_committed} consumer would, and notes when it could be read. */
public final class Watch implements AutoCloseable {

    /** Identity records seen and waiting for their alert; beyond that the oldest story is not measured. */
    private static final int MOST_POSITIONS = 100_000;

    private final KafkaConsumer<String, byte[]> consumer;
    private final KinesisFeed feed;
    private final InstantSource wallClock;
    private final Consumer<Seen> listener;
    private final Map<String, Long> identitySeen = new HashMap<>();
    private final Map<String, Long> alertSeen = new HashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * A version of an alert or of an incident.
     *
     * @param topic where it stands
     * @param value its JSON
     * @param delay how long it took; only of an incident, and only if this process saw, and fed, all that led to it
     */
    public record Seen(String topic, byte[] value, Optional<Delay> delay) {
    }

    private Watch(String bootstrapServers, KinesisFeed feed, InstantSource wallClock, Consumer<Seen> listener) {
        this.feed = feed;
        this.consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"), new StringDeserializer(),
                new ByteArrayDeserializer());
        this.wallClock = wallClock;
        this.listener = listener;
        this.thread = new Thread(this::run, "watch");
    }

    /** Starts to watch all three topics from their beginnings on. The listener is called on one thread. */
    public static Watch start(String bootstrapServers, KinesisFeed feed, InstantSource wallClock,
            Consumer<Seen> listener) {
        Watch watch = new Watch(bootstrapServers, feed, wallClock, listener);
        List<TopicPartition> partitions = List.of(Topics.IDENTITY, Topics.ALERTS, Topics.INCIDENTS).stream()
                .flatMap(topic -> watch.consumer.partitionsFor(topic.name()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        watch.consumer.assign(partitions);
        watch.consumer.seekToBeginning(partitions);
        watch.thread.start();
        return watch;
    }

    /** Returns what is watched, for people. */
    public String topics() {
        return Topics.ALERTS.name() + " and " + Topics.INCIDENTS.name() + ", read_committed";
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::see);
            }
        } catch (WakeupException stop) {
            // close() asked for it
        }
    }

    private void see(ConsumerRecord<String, byte[]> record) {
        long now = Micros.of(wallClock.instant());
        if (record.topic().equals(Topics.IDENTITY.name())) {
            if (identitySeen.size() < MOST_POSITIONS) {
                identitySeen.put(record.topic() + "/" + record.partition() + "/" + record.offset(), now);
            }
        } else if (record.topic().equals(Topics.ALERTS.name())) {
            trigger(record).ifPresent(position -> alertSeen.putIfAbsent(position, now));
            listener.accept(new Seen(record.topic(), record.value(), Optional.empty()));
        } else {
            listener.accept(new Seen(record.topic(), record.value(), delay(record, now)));
        }
    }

    private Optional<Delay> delay(ConsumerRecord<String, byte[]> incident, long now) {
        Optional<Long> accepted = RecordHeaders.text(incident.headers(), RecordHeaders.SOURCE).flatMap(feed::accepted);
        Optional<Long> identity = trigger(incident).map(identitySeen::get);
        Optional<Long> alert = trigger(incident).map(alertSeen::get);
        if (accepted.isEmpty() || identity.isEmpty() || alert.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Delay(identity.get() - accepted.get(), alert.get() - identity.get(), now - alert.get()));
    }

    private static Optional<String> trigger(ConsumerRecord<String, byte[]> record) {
        return RecordHeaders.text(record.headers(), RecordHeaders.TRIGGER);
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

}
