package io.iamwatch.alerting.console.feed;

import io.iamwatch.alerting.console.view.Place;
import io.iamwatch.alerting.console.view.RawRecords;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads single records when somebody asks: with a consumer for each, since that is rare, and few at a time, so that
 * nobody keeps the brokers busy by it.
 */
public final class KafkaRawRecords implements RawRecords {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRawRecords.class);
    private static final int AT_A_TIME = 4;
    private static final Duration WAIT_FOR_TURN = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST_POLLS = 10;

    private final Semaphore turns = new Semaphore(AT_A_TIME);
    private final Map<String, Object> settings;

    /**
     * Creates a reader; it connects when it is asked.
     *
     * @param kafka settings of Kafka's clients, {@code bootstrap.servers} at least
     */
    public KafkaRawRecords(Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topic.MAX_MESSAGE_BYTES);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "iamwatch-console-evidence");
        settings.remove(CommonClientConfigs.GROUP_ID_CONFIG);
    }

    @Override
    public Outcome read(Place place) throws InterruptedException {
        if (!turns.tryAcquire(WAIT_FOR_TURN.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Outcome.Unreachable("others are reading evidence; ask again");
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return read(consumer, place);
        } catch (InterruptException stopped) {
            throw new InterruptedException("stopped while evidence was read");
        } catch (KafkaException failure) {
            LOG.debug("evidence cannot be read; position={}", place, failure);
            return new Outcome.Unreachable("Kafka does not give " + place.topic() + " now: "
                    + failure.getClass().getSimpleName());
        } finally {
            turns.release();
        }
    }

    private static Outcome read(KafkaConsumer<byte[], byte[]> consumer, Place place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        if (consumer.partitionsFor(place.topic()).stream().noneMatch(info -> info.partition() == place.partition())) {
            return new Outcome.Nothing();
        }
        consumer.assign(List.of(partition));
        long oldest = consumer.beginningOffsets(List.of(partition)).get(partition);
        if (place.offset() < oldest) {
            return new Outcome.Gone(oldest);
        }
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (place.offset() >= end) {
            return new Outcome.Nothing();
        }
        consumer.seek(partition, place.offset());
        for (int polls = 0; polls < MOST_POLLS && consumer.position(partition) <= place.offset(); polls++) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(LIMIT.dividedBy(MOST_POLLS));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                return record.offset() == place.offset() && record.value() != null
                        ? new Outcome.Found(record.value(), record.timestamp(),
                                RecordHeaders.text(record.headers(), RecordHeaders.SOURCE).orElse(null))
                        : new Outcome.Nothing();
            }
        }
        return consumer.position(partition) > place.offset()
                ? new Outcome.Nothing()
                : new Outcome.Unreachable(
                        "Kafka did not give the record within " + LIMIT.toSeconds() + " s; ask again");
    }
}
