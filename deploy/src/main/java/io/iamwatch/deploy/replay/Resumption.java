package io.iamwatch.deploy.replay;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A range that is read from where a checkpoint ends: what came before is remembered, and need not be read. */
final class Resumption {

    private final Checkpoint checkpoint;
    private final ReplayOrder order;

    Resumption(Checkpoint checkpoint, ReplayOrder order) {
        this.checkpoint = checkpoint;
        this.order = order;
    }

    /**
     * Refuses a checkpoint of something else.
     *
     * @param topicIds of the topics of the range
     */
    void check(TopicRange range, Map<String, String> topicIds) {
        refuse(!checkpoint.topic().equals(range.topic()), "is of " + checkpoint.topic() + ", and " + range.topic()
                + " is replayed: --topic " + checkpoint.topic() + ", or another checkpoint, is needed");
        refuse(checkpoint.partitions() != range.partitions(), "is of " + checkpoint.partitions() + " partitions, and "
                + range.topic() + " has " + range.partitions() + ": accounts lie elsewhere now; export it anew");
        checkpoint.topicIds().forEach((topic, id) -> refuse(!id.equals(topicIds.get(topic)), "is of another topic "
                + topic + ", with the id " + id + ", here it is " + topicIds.get(topic)
                + ": that was created since, or is another Kafka's; export it anew"));
        refuse(!checkpoint.accounts().isEmpty()
                && (order.accounts().isEmpty() || !checkpoint.accounts().containsAll(order.accounts())),
                "remembers only the accounts " + String.join(", ", checkpoint.accounts().stream().sorted().toList())
                        + ": --accounts has to name some of these, and no others");
    }

    /**
     * Returns the range as it is read from the checkpoint's end on.
     *
     * @param begins where partitions begin
     */
    TopicRange of(TopicRange range, Map<TopicPartition, Long> begins) {
        Map<TopicPartition, Long> read = new HashMap<>();
        Map<TopicPartition, Long> counted = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>(range.ends());
        range.read().keySet().forEach(place -> {
            long position = checkpoint.position(place.topic(), place.partition());
            boolean isOwn = place.topic().equals(range.topic());
            if (isLeftOut(place.partition())) {
                ends.put(place, position);
            } else if (isOwn) {
                checkReaches(place, position, range, begins);
            }
            read.put(place, Math.max(position, begins.get(place)));
            counted.put(place, Math.max(position, range.counted().get(place)));
        });
        return new TopicRange(range.topic(), range.partitions(), read, counted, ends);
    }

    private boolean isLeftOut(int partition) {
        Offsets offsets = order.span().offsets();
        return offsets != null && !offsets.spans().containsKey(partition);
    }

    private void checkReaches(TopicPartition place, long position, TopicRange range,
            Map<TopicPartition, Long> begins) {
        String where = "ends before offset " + position + " of partition " + place.partition() + " of "
                + place.topic();
        refuse(begins.get(place) > position, where + ", and the partition begins at " + begins.get(place)
                + " now: what is between is gone; export it anew");
        refuse(range.ends().get(place) < position, where + ", and the range ends before "
                + range.ends().get(place) + " already: a later end, or an earlier checkpoint, is needed");
        refuse(hasBegin(place.partition()) && range.counted().get(place) < position, where
                + ", and the range begins at " + range.counted().get(place)
                + " already: a later begin, or an earlier checkpoint, is needed");
    }

    /** Without a begin of its own, the range begins where the checkpoint ends. */
    private boolean hasBegin(int partition) {
        return order.span().from() != null
                || (order.span().offsets() != null && order.span().offsets().spans().get(partition).from() != null);
    }

    private void refuse(boolean isWrong, String why) {
        if (isWrong) {
            throw new ReplayRefusal("--checkpoint " + order.keep().begin() + ": " + why);
        }
    }

    /** Returns whether some of what users did was gone before it was read. */
    boolean isCutShort(Map<TopicPartition, Long> begins) {
        return checkpoint.isCutShort() || begins.entrySet().stream()
                .anyMatch(begin -> begin.getValue() > checkpoint.position(begin.getKey().topic(),
                        begin.getKey().partition()));
    }
}
