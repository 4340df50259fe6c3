package io.iamwatch.deploy.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where consumer groups stand in a topic, and where they stand in the one that it becomes: before the first record
 * there that they have not read. No group misses a record for it. What is copied in the order of {@link #isUnread}
 * is read by none of ours a second time; another group may be given some again.
 */
final class GroupPositions {

    /** Our own groups begin so. */
    static final String OURS = "iamwatch-";

    /** What listings say of groups of consumers, and of those that only have positions. */
    private static final Set<String> CONSUMERS = Set.of("consumer", "");

    private final Map<String, Map<TopicPartition, Long>> read;
    private final ConcurrentMap<String, ConcurrentMap<TopicPartition, Long>> firstUnread = new ConcurrentHashMap<>();

    private GroupPositions(Map<String, Map<TopicPartition, Long>> read) {
        this.read = read;
    }

    /** Asks where each group stands that has read anything of a topic. */
    static GroupPositions of(Cluster cluster, String topic) {
        Map<String, Map<TopicPartition, Long>> read = new HashMap<>();
        committed(cluster).forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                read.computeIfAbsent(group, ignored -> new HashMap<>()).put(partition, offset);
            }
        }));
        return new GroupPositions(read);
    }

    /** Returns the topics that each group has read of. */
    static Map<String, Set<String>> topics(Cluster cluster) {
        Map<String, Set<String>> topics = new HashMap<>();
        committed(cluster).forEach((group, offsets) -> offsets.keySet()
                .forEach(partition -> topics.computeIfAbsent(group, ignored -> new HashSet<>())
                        .add(partition.topic())));
        return topics;
    }

    private static Map<String, Map<TopicPartition, Long>> committed(Cluster cluster) {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        Cluster.get("list the consumer groups", cluster.admin().listGroups().all()).stream()
                .filter(group -> CONSUMERS.contains(group.protocol())).map(GroupListing::groupId)
                .forEach(group -> groups.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        if (!groups.isEmpty()) {
            Cluster.get("ask where consumer groups stand", cluster.admin().listConsumerGroupOffsets(groups).all())
                    .forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.computeIfAbsent(group, ignored -> new HashMap<>())
                                    .put(partition, offset.offset());
                        }
                    }));
        }
        return committed;
    }

    /** Returns whether a group of ours has not read a record: those that have not come after the others. */
    boolean isUnread(ConsumerRecord<byte[], byte[]> record) {
        return unreadBy(record).stream().anyMatch(group -> group.startsWith(OURS));
    }

    /** Returns the groups that have not read a record. */
    List<String> unreadBy(ConsumerRecord<byte[], byte[]> record) {
        if (read.isEmpty()) {
            return List.of();
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        List<String> groups = new ArrayList<>();
        read.forEach((group, offsets) -> {
            if (record.offset() >= offsets.getOrDefault(partition, 0L)) {
                groups.add(group);
            }
        });
        return groups;
    }

    /** Notes where a record has gone that some groups have not read. Another thread may call it. */
    void copied(List<String> unreadBy, TopicPartition to, long offset) {
        unreadBy.forEach(group -> firstUnread.computeIfAbsent(group, ignored -> new ConcurrentHashMap<>())
                .merge(to, offset, Math::min));
    }

    /**
     * Stores where the groups stand in the topic that was written.
     *
     * @param ends its ends, where a group stands that has read everything
     */
    void store(Cluster cluster, Map<TopicPartition, Long> ends) {
        for (String group : read.keySet()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            Map<TopicPartition, Long> unread = firstUnread.getOrDefault(group, new ConcurrentHashMap<>());
            ends.forEach((partition, end) -> offsets.put(partition,
                    new OffsetAndMetadata(unread.getOrDefault(partition, end))));
            Cluster.get("say where group " + group + " stands",
                    cluster.admin().alterConsumerGroupOffsets(group, offsets).all());
        }
    }
}
