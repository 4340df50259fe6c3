package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records of a topic a replay reads, and which of them count. With the identity topic goes what the live
 * detector reads besides: what users did, and snapshots.
 *
 * @param topic {@code cloudtrail.identity} or {@code cloudtrail.history}
 * @param partitions how many partitions it has
 * @param read the first record that is read, by partition
 * @param counted the first record that counts, by partition
 * @param ends where reading ends, by partition; exclusive
 */
record TopicRange(String topic, int partitions, Map<TopicPartition, Long> read, Map<TopicPartition, Long> counted,
        Map<TopicPartition, Long> ends) {

    /** What the live detector reads besides the identity topic. */
    private static final List<String> BESIDES = List.of(Topics.USERS.name(), Topics.ACTIVITY.name(),
            Topics.BASELINE.name());

    /**
     * Finds the offsets.
     *
     * @throws ReplayRefusal if offsets are asked for that the topic does not have
     */
    static TopicRange find(KafkaReader kafka, String topic, ReplayOrder.Span span) {
        List<TopicPartition> own = kafka.partitions(topic);
        List<TopicPartition> all = new ArrayList<>(own);
        if (topic.equals(Topics.IDENTITY.name())) {
            BESIDES.forEach(besides -> all.addAll(kafka.partitions(besides)));
        }
        if (span.offsets() != null) {
            return new OffsetRange(kafka, topic, own.size(), all).find(span.offsets());
        }
        Map<TopicPartition, Long> begins = kafka.beginnings(all);
        Map<TopicPartition, Long> counted = span.from() == null ? begins : kafka.firstSince(all, span.from());
        Map<TopicPartition, Long> read = new HashMap<>(begins);
        if (span.warmUp() != null && span.from() != null) {
            // What a snapshot says holds long after it was taken: those are read from their beginning in any case.
            List<TopicPartition> events = all.stream()
                    .filter(partition -> !partition.topic().equals(Topics.BASELINE.name())).toList();
            read.putAll(kafka.firstSince(events, span.from().minus(span.warmUp())));
        }
        return new TopicRange(topic, own.size(), read, counted, span.to() == null
                ? kafka.ends(all)
                : kafka.firstSince(all, span.to()));
    }

    /** Returns how many offsets are to be read. */
    long offsets() {
        return ends.entrySet().stream().mapToLong(end -> Math.max(0, end.getValue() - read.get(end.getKey()))).sum();
    }

    /** Returns the partitions of all topics with a number. */
    List<TopicPartition> numbered(int number) {
        return read.keySet().stream().filter(partition -> partition.partition() == number).toList();
    }

    /** Returns whether something that arrived before the range is not read. */
    boolean leavesOut(Map<TopicPartition, Long> begins) {
        return read.entrySet().stream().anyMatch(first -> first.getValue() > begins.get(first.getKey()));
    }

    /** Returns all topics that are read. */
    Set<String> topics() {
        return read.keySet().stream().map(TopicPartition::topic).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns whether records of a topic that does not keep them for ever are gone already. */
    boolean isCutShort() {
        return read.entrySet().stream()
                .anyMatch(first -> !first.getKey().topic().equals(topic) && first.getValue() > 0);
    }

    /** Returns whether the record at {@code topic/partition/offset} counts; false for what is no position. */
    boolean counts(String position) {
        return isWithin(counted, position);
    }

    /** Returns whether the record at {@code topic/partition/offset} is read, counted or not. */
    boolean reads(String position) {
        return isWithin(read, position);
    }

    private boolean isWithin(Map<TopicPartition, Long> first, String position) {
        String[] parts = position.split("/", -1);
        try {
            TopicPartition place = new TopicPartition(parts[0], parts.length == 3 ? Integer.parseInt(parts[1]) : -1);
            return first.containsKey(place) && Long.parseLong(parts[2]) >= first.get(place)
                    && Long.parseLong(parts[2]) < ends.get(place);
        } catch (NumberFormatException noPosition) {
            return false;
        }
    }

    /** Returns whether no record of the topic counts. */
    boolean isEmpty() {
        return ends.entrySet().stream().filter(end -> end.getKey().topic().equals(topic))
                .noneMatch(end -> end.getValue() > counted.get(end.getKey()));
    }

    /** Returns whether the topic that is replayed has lost its first records: it is to keep them for ever. */
    boolean hasLostItsBeginning(Map<TopicPartition, Long> begins) {
        return begins.entrySet().stream()
                .anyMatch(begin -> begin.getKey().topic().equals(topic) && begin.getValue() > 0);
    }

    Stream<Integer> numbers() {
        return Stream.iterate(0, number -> number < partitions, number -> number + 1);
    }
}
