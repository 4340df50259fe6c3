package io.iamwatch.deploy.replay;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds what is read and what counts where offsets are asked for. Of the topics beside that whose offsets they are
 * counts what arrived from the first record that counts on, and before the first that does not any more.
 */
final class OffsetRange {

    private final KafkaReader kafka;
    private final String topic;
    private final int partitions;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Long> counted;
    private final Map<TopicPartition, Long> until;

    /**
     * Prepares to find them.
     *
     * @param topic whose offsets are asked for
     * @param partitions how many it has
     * @param all its partitions and those of the topics beside
     */
    OffsetRange(KafkaReader kafka, String topic, int partitions, Collection<TopicPartition> all) {
        this.kafka = kafka;
        this.topic = topic;
        this.partitions = partitions;
        this.begins = kafka.beginnings(all);
        this.ends = kafka.ends(all);
        this.counted = new HashMap<>(begins);
        // Where nothing counts nothing is read.
        this.until = new HashMap<>(begins);
    }

    TopicRange find(Offsets offsets) {
        offsets.spans().forEach(this::count);
        return new TopicRange(topic, partitions, begins, counted, until);
    }

    private void count(int number, Offsets.Span span) {
        if (number >= partitions) {
            throw new ReplayRefusal("--offsets " + number + "=" + span + ": there is no such partition; " + topic
                    + " has " + (partitions == 1 ? "partition 0 alone" : "the partitions 0 to " + (partitions - 1)));
        }
        TopicPartition own = new TopicPartition(topic, number);
        checkIsThere(own, span, span.from());
        checkIsThere(own, span, span.to());
        List<TopicPartition> besides = begins.keySet().stream()
                .filter(partition -> partition.partition() == number && !partition.equals(own)).toList();
        counted.put(own, span.from() == null ? begins.get(own) : span.from());
        until.put(own, span.to() == null ? ends.get(own) : span.to());
        counted.putAll(since(own, span.from(), begins, besides));
        until.putAll(since(own, span.to(), ends, besides));
    }

    /** An offset may be that of the end, where the next record will stand. */
    private void checkIsThere(TopicPartition own, Offsets.Span span, Long offset) {
        if (offset != null && (offset < begins.get(own) || offset > ends.get(own))) {
            throw new ReplayRefusal("--offsets " + own.partition() + "=" + span + ": partition " + own.partition()
                    + " of " + topic + " begins at offset " + begins.get(own) + " and ends before "
                    + ends.get(own) + "; " + offset + " is neither in it nor its end");
        }
    }

    /** Returns where the topics beside stood when the record at an offset arrived. */
    private Map<TopicPartition, Long> since(TopicPartition own, Long offset, Map<TopicPartition, Long> otherwise,
            List<TopicPartition> besides) {
        Map<TopicPartition, Long> places = new HashMap<>();
        besides.forEach(partition -> places.put(partition, otherwise.get(partition)));
        if (offset != null && !besides.isEmpty()) {
            kafka.arrival(own, offset).ifPresentOrElse(time -> places.putAll(kafka.firstSince(besides, time)),
                    () -> besides.forEach(partition -> places.put(partition, ends.get(partition))));
        }
        return places;
    }
}
