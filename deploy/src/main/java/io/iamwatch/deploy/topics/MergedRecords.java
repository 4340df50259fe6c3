package io.iamwatch.deploy.topics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of all partitions of a topic, one after the other, each partition's in their order. Of the
 * partitions' next records the least comes first. Memory is bounded: a partition that is far ahead is not read
 * meanwhile.
 */
final class MergedRecords {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FAR_AHEAD_BYTES = 1024 * 1024;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Lane> filled;
    private final Set<TopicPartition> awaited;

    /**
     * Begins at the first record of each partition.
     *
     * @param consumer is assigned by this
     * @param ends the offset of each partition where reading ends
     */
    MergedRecords(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends,
            Comparator<ConsumerRecord<byte[], byte[]>> order) {
        this.consumer = consumer;
        this.ends = ends;
        this.filled = new PriorityQueue<>(Comparator.comparing(Lane::head, order));
        this.awaited = new HashSet<>(ends.keySet());
        ends.keySet().forEach(partition -> lanes.put(partition, new Lane(partition)));
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
    }

    /** Returns the next record; empty at the end. */
    Optional<ConsumerRecord<byte[], byte[]>> next() {
        while (!awaited.isEmpty()) {
            fill();
        }
        Lane lane = filled.poll();
        if (lane == null) {
            return Optional.empty();
        }
        ConsumerRecord<byte[], byte[]> record = lane.remove();
        if (!lane.isEmpty()) {
            filled.add(lane);
        } else {
            awaited.add(lane.partition);
        }
        return Optional.of(record);
    }

    private void fill() {
        awaited.removeIf(this::isAtItsEnd);
        if (awaited.isEmpty()) {
            return;
        }
        consumer.resume(awaited);
        consumer.poll(POLL).forEach(this::add);
        lanes.values().stream().filter(lane -> lane.bytes > FAR_AHEAD_BYTES)
                .forEach(lane -> consumer.pause(Set.of(lane.partition)));
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.get(partition)) {
            Lane lane = lanes.get(partition);
            boolean wasEmpty = lane.isEmpty();
            lane.add(record);
            if (wasEmpty) {
                filled.add(lane);
                awaited.remove(partition);
            }
        }
    }

    private boolean isAtItsEnd(TopicPartition partition) {
        return consumer.position(partition) >= ends.get(partition);
    }

    /** What was read of a partition and not given out yet. */
    private static final class Lane {

        private final TopicPartition partition;
        private final Queue<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
        private long bytes;

        private Lane(TopicPartition partition) {
            this.partition = partition;
        }

        private boolean isEmpty() {
            return records.isEmpty();
        }

        private ConsumerRecord<byte[], byte[]> head() {
            return records.element();
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            records.add(record);
            bytes += size(record);
        }

        private ConsumerRecord<byte[], byte[]> remove() {
            ConsumerRecord<byte[], byte[]> record = records.remove();
            bytes -= size(record);
            return record;
        }

        private static int size(ConsumerRecord<byte[], byte[]> record) {
            return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
    }
}
