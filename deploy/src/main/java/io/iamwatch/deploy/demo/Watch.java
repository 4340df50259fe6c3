package io.iamwatch.deploy.demo;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what comes out, as any {@code read_committed} consumer would, and notes when it could be read. */
public final class Watch implements AutoCloseable {

    private static final List<String> IN_FLOW_ORDER = List.of(Topics.IDENTITY.name(), Topics.ALERTS.name(),
            Topics.INCIDENTS.name());

    private final KafkaConsumer<String, byte[]> consumer;
    private final KinesisFeed feed;
    private final InstantSource wallClock;
    private final Consumer<Seen> listener;
    private final Moments identitySeen = new Moments();
    private final Moments alertSeen = new Moments();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * A version of an alert or of an incident.
     *
     * @param topic where it stands
     * @param value its JSON
     * @param delay how long it took; only of an incident, and only if this process fed and saw before it all that led
     *     to it, and that was not long ago
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
        List<TopicPartition> partitions = IN_FLOW_ORDER.stream()
                .flatMap(topic -> watch.consumer.partitionsFor(topic).stream())
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
                ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofSeconds(1));
                IN_FLOW_ORDER.forEach(topic -> records.records(topic).forEach(this::see));
            }
        } catch (WakeupException stop) {
            // close() asked for it
        }
    }

    private void see(ConsumerRecord<String, byte[]> record) {
        long now = Micros.of(wallClock.instant());
        if (record.topic().equals(Topics.IDENTITY.name())) {
            identitySeen.first(record.topic() + "/" + record.partition() + "/" + record.offset(), now);
        } else if (record.topic().equals(Topics.ALERTS.name())) {
            trigger(record).ifPresent(position -> alertSeen.first(position, now));
            listener.accept(new Seen(record.topic(), record.value(), Optional.empty()));
        } else {
            listener.accept(new Seen(record.topic(), record.value(), delay(record, now)));
        }
    }

    private Optional<Delay> delay(ConsumerRecord<String, byte[]> incident, long now) {
        Optional<Long> accepted = RecordHeaders.text(incident.headers(), RecordHeaders.SOURCE).flatMap(feed::accepted);
        Optional<Long> identity = trigger(incident).flatMap(identitySeen::of);
        Optional<Long> alert = trigger(incident).flatMap(alertSeen::of);
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
