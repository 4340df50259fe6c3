package io.iamwatch.alerting.console.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.Packed;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all of {@code iamwatch.incidents} into a view, and goes on with what comes. It belongs to no group: each
 * instance shows everything.
 */
public final class IncidentFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    private final Deserializer<IncidentFinding> reader = JsonSerde.incidents().deserializer();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final IncidentView view;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    private IncidentFeed(Map<String, Object> kafka, IncidentView view) {
        this.view = view;
        this.consumer = new KafkaConsumer<>(settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform().daemon().name("console-incidents").unstarted(this::run);
    }

    /**
     * Begins to read; {@link IncidentView#isComplete()} tells when all that was there is read.
     *
     * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public static IncidentFeed start(Map<String, Object> kafka, IncidentView view) {
        IncidentFeed feed = new IncidentFeed(kafka, view);
        feed.thread.start();
        return feed;
    }

    private static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topic.MAX_MESSAGE_BYTES);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "iamwatch-console");
        settings.remove(CommonClientConfigs.GROUP_ID_CONFIG);
        return settings;
    }

    private void run() {
        try (consumer) {
            Optional<Map<TopicPartition, Long>> ends = Optional.empty();
            while (!isClosed()) {
                try {
                    if (ends.isEmpty()) {
                        ends = Optional.of(assign());
                    }
                    consumer.poll(POLL).forEach(this::take);
                    if (!view.isComplete() && reached(ends.get())) {
                        view.complete();
                    }
                } catch (WakeupException | InterruptException stopped) {
                    return;
                } catch (KafkaException failure) {
                    LOG.warn("the console cannot read {} now; failure={}", Topics.INCIDENTS.name(),
                            failure.toString());
                    closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Returns where each partition ended then. */
    private Map<TopicPartition, Long> assign() {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.INCIDENTS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            String key = record.key() == null ? "" : new String(record.key(), UTF_8);
            view.remove(key.substring(key.indexOf('/') + 1), record.partition(), record.offset());
            return;
        }
        try {
            IncidentFinding incident = reader.deserialize(record.topic(), record.value());
            view.put(IncidentRow.of(incident, record.timestamp()), Packed.of(record.value()), record.partition(),
                    record.offset());
        } catch (RuntimeException foreign) {
            LOG.warn("not shown, no incident of iamwatch; position={}/{}/{}", record.topic(), record.partition(),
                    record.offset());
            view.skip(record.partition(), record.offset());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        consumer.wakeup();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
