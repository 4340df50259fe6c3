package io.iamwatch.detector.topology;

import io.iamwatch.detector.event.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The records of which nothing is said, since a former generation has judged them.
 *
 * @param until the first offset of each partition that it has not judged
 */
record Mute(Map<TopicPartition, Long> until) {

    /** Something is said of every record. */
    static final Mute NOTHING = new Mute(Map.of());

    /** Takes a copy. */
    Mute {
        until = Map.copyOf(until);
    }

    /** Returns whether nothing is said of the record at a place. */
    boolean covers(Origin origin) {
        return !until.isEmpty()
                && origin.offset() < until.getOrDefault(new TopicPartition(origin.topic(), origin.partition()), 0L);
    }

    /**
     * Asks how far the generation before has come.
     *
     * @throws IllegalStateException if it is at work, or nothing is known of it: what it said would be said again
     */
    static Mute of(Admin admin, Generation generation) throws InterruptedException {
        if (generation.former().isEmpty()) {
            return NOTHING;
        }
        String former = generation.former().get().applicationId();
        try {
            requireAtRest(admin, former, generation);
            Map<TopicPartition, Long> until = new HashMap<>();
            admin.listConsumerGroupOffsets(former).partitionsToOffsetAndMetadata().get()
                    .forEach((partition, offset) -> until.put(partition, offset == null ? 0L : offset.offset()));
            if (until.isEmpty()) {
                throw unknown(former, generation);
            }
            return new Mute(until);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof GroupIdNotFoundException) {
                throw unknown(former, generation);
            }
            throw new IllegalStateException("cannot ask how far group " + former + " has come: "
                    + failure.getCause().getMessage(), failure);
        }
    }

    private static void requireAtRest(Admin admin, String former, Generation generation)
            throws ExecutionException, InterruptedException {
        ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(former)).all().get().get(former);
        if (group.groupState() != GroupState.EMPTY && group.groupState() != GroupState.DEAD) {
            throw new IllegalStateException("generation " + generation.number()
                    + " takes over from the one before, and "
                    + "group " + former + " is at work: stop all its detectors first; one that was killed is given up "
                    + "within its session");
        }
    }

    private static IllegalStateException unknown(String former, Generation generation) {
        return new IllegalStateException("generation " + generation.number() + " takes over from the one before, "
                + "and nothing is known of group " + former + " (Kafka forgets a group that is not at work for "
                + "offsets.retention.minutes): every alert of the past would come again. Is the generation right?");
    }
}
