package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a new sink begins. Its position is committed before its group has members, once for all: were it found by
 * every start anew, what was written while nobody ran would be lost, or what is months old be told.
 */
final class FirstPosition {

    /** A new sink is told what is so old, by arrival at the source. */
    static final Duration BACK = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(FirstPosition.class);

    private FirstPosition() {
    }

    /**
     * Commits a position where the group has none.
     *
     * @throws IllegalStateException if Kafka refuses; the message says what was asked
     * @throws InterruptedException if interrupted while asking the brokers
     */
    static void settle(Admin admin, String group, Instant now) throws InterruptedException {
        try {
            var known = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            Map<TopicPartition, OffsetSpec> missing = admin
                    .describeTopics(List.of(Topics.NOTIFICATIONS.name())).allTopicNames().get().values()
                    .stream().flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .filter(partition -> known.get(partition) == null)
                    .collect(Collectors.toMap(partition -> partition,
                            partition -> OffsetSpec.forTimestamp(now.minus(BACK).toEpochMilli())));
            if (!missing.isEmpty()) {
                admin.alterConsumerGroupOffsets(group, positions(admin, missing)).all().get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownMemberIdException) {
                LOG.debug("others are at work in the group already; group={}", group);
                return;
            }
            throw new IllegalStateException("cannot settle where group " + group + " begins in "
                    + Topics.NOTIFICATIONS.name() + ": " + failure.getCause().getMessage(), failure.getCause());
        }
    }

    /** Where nothing is so young, the end; but not the end of what is not committed yet. */
    private static Map<TopicPartition, OffsetAndMetadata> positions(Admin admin,
            Map<TopicPartition, OffsetSpec> missing) throws ExecutionException, InterruptedException {
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, ListOffsetsResultInfo> young = admin.listOffsets(missing, committed).all().get();
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(missing.keySet().stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())), committed)
                .all().get();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        young.forEach((partition, info) -> positions.put(partition,
                new OffsetAndMetadata(info.offset() < 0 ? ends.get(partition).offset() : info.offset())));
        return positions;
    }
}
