package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.topology.NeededBytes;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Asks brokers and reads from them, and changes nothing there: no group, no committed offset, no topic. */
final class KafkaReader implements AutoCloseable {

    private static final java.time.Duration POLL = java.time.Duration.ofMillis(500);

    /**
     * Who has read a range to its end has asked for more already, and closes only when that is answered: nobody should
     * wait for what is not in the range.
     */
    private static final int FETCH_WAIT_MILLIS = 10;

    private final Map<String, Object> client;
    private final Admin admin;

    KafkaReader(Map<String, Object> client) {
        this.client = Map.copyOf(client);
        this.admin = Admin.create(this.client);
    }

    /** Returns the partitions of a topic, by number. */
    List<TopicPartition> partitions(String topic) {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition())).toList();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new ReplayRefusal("there is no topic " + topic + "; replays read " + Topics.IDENTITY.name()
                        + " or " + Topics.HISTORY.name(), failure);
            }
            throw failed("look at the topic " + topic, failure);
        } catch (InterruptedException interrupted) {
            throw interrupted("look at the topic " + topic, interrupted);
        }
    }

    /** Returns the ids of topics, by their names: one that is created again has another. */
    Map<String, String> ids(Collection<String> topics) {
        Map<String, String> ids = new HashMap<>();
        get("look at the topics", admin.describeTopics(topics).allTopicNames())
                .forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
        return ids;
    }

    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** Returns where what is committed ends. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** Returns the first records that arrived at a time or later; the ends where there are none. */
    Map<TopicPartition, Long> firstSince(Collection<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> ends = ends(partitions);
        Map<TopicPartition, Long> firsts = offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
        firsts.replaceAll((partition, offset) -> offset < 0
                ? ends.get(partition)
                : Math.min(offset, ends.get(partition)));
        return firsts;
    }

    /** Returns when the first record arrived that stands at an offset or behind it; empty where none does. */
    Optional<Instant> arrival(TopicPartition partition, long offset) {
        long end = ends(List.of(partition)).get(partition);
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    return Optional.of(Instant.ofEpochMilli(record.timestamp()));
                }
            }
        }
        return Optional.empty();
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked = partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        get("find offsets", admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** Returns a consumer of what was committed, in no group. */
    KafkaConsumer<String, byte[]> consumer() {
        return consumer(new ByteArrayDeserializer());
    }

    /** Returns the same, which does not copy what no rule needs. */
    KafkaConsumer<String, byte[]> consumerOfNeeded() {
        return consumer(new NeededBytes());
    }

    private KafkaConsumer<String, byte[]> consumer(Deserializer<byte[]> values) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 64 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 * 1024 * 1024);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new StringDeserializer(), values);
    }

    /** Shows every committed record of a topic, partition by partition, each in order; none where it is missing. */
    void each(String topic, Consumer<ConsumerRecord<String, byte[]>> seen) {
        if (!get("list the topics", admin.listTopics().names()).contains(topic)) {
            return;
        }
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> left = new TreeMap<>(java.util.Comparator.comparingInt(TopicPartition::partition));
        Map<TopicPartition, Long> begins = beginnings(partitions);
        ends(partitions).forEach((partition, end) -> {
            if (end > begins.get(partition)) {
                left.put(partition, end);
            }
        });
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            consumer.assign(left.keySet());
            consumer.seekToBeginning(left.keySet());
            while (!left.isEmpty()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    Long end = left.get(new TopicPartition(record.topic(), record.partition()));
                    if (end != null && record.offset() < end) {
                        seen.accept(record);
                    }
                }
                left.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
            }
        }
    }

    private static <T> T get(String what, Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw failed(what, failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(what, interrupted);
        }
    }

    private static ReplayFailure failed(String what, ExecutionException failure) {
        return new ReplayFailure("cannot " + what + ": " + failure.getCause().getMessage(), failure.getCause());
    }

    private static ReplayFailure interrupted(String what, InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new ReplayFailure("interrupted; could not " + what, interrupted);
    }

    @Override
    public void close() {
        admin.close();
    }
}
