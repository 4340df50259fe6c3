package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.replay.Lane;
import io.iamwatch.detector.topology.NeededBytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the partitions of one number, of all topics, into a lane. Of the topics' next records the one comes first
 * that arrived first, as Kafka Streams chooses: so a snapshot stands among the records where it stood live, as far
 * as that can be known.
 */
final class PartitionRun {

    private static final Duration POLL = Duration.ofMillis(500);

    /** With many variants a poll takes minutes to judge; so often is told how far it is. */
    private static final int STEP = 64;

    private static final Comparator<ConsumerRecord<String, byte[]>> BY_ARRIVAL = Comparator
            .comparingLong((ConsumerRecord<String, byte[]> record) -> record.timestamp())
            .thenComparing(ConsumerRecord::topic);

    private final Lane lane;
    private final LongConsumer progress;
    private final BooleanSupplier stopped;
    private final List<Source> sources;
    private long progressed;
    private long firstArrival = Long.MAX_VALUE;
    private long lastArrival = Long.MIN_VALUE;

    PartitionRun(TopicRange range, int number, Lane lane, LongConsumer progress, BooleanSupplier stopped) {
        this.lane = lane;
        this.progress = progress;
        this.stopped = stopped;
        this.sources = range.numbered(number).stream().map(partition -> new Source(partition,
                range.read().get(partition), range.counted().get(partition), range.ends().get(partition))).toList();
    }

    /** One topic's partition, and what was read of it and not judged yet. */
    private static final class Source {
        private final TopicPartition partition;
        private final long from;
        private final long countedFrom;
        private final long end;
        private final Deque<ConsumerRecord<String, byte[]>> waiting = new ArrayDeque<>();
        private boolean goesOn;

        private Source(TopicPartition partition, long from, long countedFrom, long end) {
            this.partition = partition;
            this.from = from;
            this.countedFrom = countedFrom;
            this.end = end;
            this.goesOn = from < end;
        }

        private boolean isAwaited() {
            return goesOn && waiting.isEmpty();
        }
    }

    /**
     * What came of it.
     *
     * @param firstArrival of a record that counts, milliseconds; {@link Long#MAX_VALUE} without one
     * @param lastArrival of a record that counts, milliseconds; {@link Long#MIN_VALUE} without one
     */
    record Ended(Lane.Ended lane, long firstArrival, long lastArrival) {
    }

    Ended run(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = sources.stream().map(source -> source.partition).toList();
        consumer.assign(partitions);
        sources.forEach(source -> consumer.seek(source.partition, source.from));
        while (sources.stream().anyMatch(source -> source.goesOn) && !stopped.getAsBoolean()) {
            consumer.pause(partitions);
            consumer.resume(sources.stream().filter(Source::isAwaited).map(source -> source.partition).toList());
            ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
            for (Source source : sources) {
                source.waiting.addAll(polled.records(source.partition));
                source.goesOn = consumer.position(source.partition) < source.end;
            }
            judge();
        }
        return new Ended(lane.end(), firstArrival, lastArrival);
    }

    /** Judges in order of arrival until a topic that goes on has no record here. */
    private void judge() {
        for (Source next = next(); next != null && !stopped.getAsBoolean(); next = next()) {
            take(next.waiting.remove(), next);
            if (progressed >= STEP) {
                tellProgress();
            }
        }
        tellProgress();
    }

    private void tellProgress() {
        progress.accept(progressed);
        progressed = 0;
    }

    private Source next() {
        Source next = null;
        for (Source source : sources) {
            if (source.isAwaited()) {
                return null;
            }
            if (!source.waiting.isEmpty()
                    && (next == null || BY_ARRIVAL.compare(source.waiting.peek(), next.waiting.peek()) < 0)) {
                next = source;
            }
        }
        return next;
    }

    private void take(ConsumerRecord<String, byte[]> record, Source source) {
        progressed++;
        if (record.offset() >= source.end) {
            return;
        }
        boolean counts = record.offset() >= source.countedFrom;
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
