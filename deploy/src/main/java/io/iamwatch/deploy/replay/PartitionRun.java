package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.topology.NeededBytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the partitions of one number, of all topics, into a lane. Of the topics' next records the one comes first
 * that arrived first, as Kafka Streams chooses: so a snapshot stands among the records where it stood live, as far
 * as that can be known.
 */
final class PartitionRun {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Comparator<ConsumerRecord<String, byte[]>> BY_ARRIVAL = Comparator
            .comparingLong((ConsumerRecord<String, byte[]> record) -> record.timestamp())
            .thenComparing(ConsumerRecord::topic);

    private final TopicRange range;
    private final Lane lane;
    private final LongConsumer progress;
    private final BooleanSupplier stopped;
    private final Map<TopicPartition, Deque<ConsumerRecord<String, byte[]>>> waiting = new HashMap<>();
    private long progressed;
    private long firstArrival = Long.MAX_VALUE;
    private long lastArrival = Long.MIN_VALUE;

    PartitionRun(TopicRange range, Lane lane, LongConsumer progress, BooleanSupplier stopped) {
        this.range = range;
        this.lane = lane;
        this.progress = progress;
        this.stopped = stopped;
    }

    /**
     * What came of it.
     *
     * @param firstArrival of a record that counts, milliseconds; {@link Long#MAX_VALUE} without one
     * @param lastArrival of a record that counts, milliseconds; {@link Long#MIN_VALUE} without one
     */
    record Ended(Lane.Ended lane, long firstArrival, long lastArrival) {
    }

    Ended run(Consumer<String, byte[]> consumer, int number) {
        List<TopicPartition> partitions = range.numbered(number);
        consumer.assign(partitions);
        partitions.forEach(partition -> {
            waiting.put(partition, new ArrayDeque<>());
            consumer.seek(partition, range.read().get(partition));
        });
        Set<TopicPartition> open = unfinished(consumer, partitions);
        while (!open.isEmpty() && !stopped.getAsBoolean()) {
            consumer.pause(partitions);
            consumer.resume(open.stream().filter(partition -> waiting.get(partition).isEmpty()).toList());
            consumer.poll(POLL).forEach(record -> waiting
                    .get(new TopicPartition(record.topic(), record.partition())).add(record));
            open = unfinished(consumer, partitions);
            judge(open);
        }
        judge(Set.of());
        return new Ended(lane.end(), firstArrival, lastArrival);
    }

    private Set<TopicPartition> unfinished(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().filter(partition -> consumer.position(partition) < range.ends().get(partition))
                .collect(Collectors.toSet());
    }

    /** Judges in order of arrival until a topic that goes on has no record here. */
    private void judge(Set<TopicPartition> open) {
        long before = progressed;
        while (open.stream().noneMatch(partition -> waiting.get(partition).isEmpty())) {
            var next = waiting.values().stream().map(Deque::peek).filter(java.util.Objects::nonNull).min(BY_ARRIVAL);
            if (next.isEmpty()) {
                break;
            }
            take(waiting.get(new TopicPartition(next.get().topic(), next.get().partition())).remove());
        }
        progress.accept(progressed - before);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        progressed++;
        if (record.offset() >= range.ends().get(new TopicPartition(record.topic(), record.partition()))) {
            return;
        }
        boolean counts = range.counts(record.topic(), record.partition(), record.offset());
        long arrival = Math.max(0, record.timestamp());
        if (counts) {
            firstArrival = Math.min(firstArrival, arrival);
            lastArrival = Math.max(lastArrival, arrival);
        }
        if (!NeededBytes.isNeeded(record.value())) {
            lane.pass(record.key(), counts);
            return;
        }
        lane.next(new Origin(record.topic(), record.partition(), record.offset(), arrival,
                RecordHeaders.text(record.headers(), RecordHeaders.SOURCE).orElse(null)),
                record.key() == null ? "" : record.key(), record.value() == null ? new byte[0] : record.value(),
                counts);
    }
}
