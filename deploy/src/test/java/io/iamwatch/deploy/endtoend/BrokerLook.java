package io.iamwatch.deploy.endtoend;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;

/**
 * All on a broker that somebody can leave there.
 *
 * @param groups all groups, of any kind, by their ids with state
 * @param committed what consumer groups have committed, by group and partition
 * @param ends where every partition of every topic ends, those of Kafka itself among them: whoever joins a group or
 *     commits writes there
 * @param transactions all transactional ids that are known
 */
record BrokerLook(Set<String> groups, Map<String, Long> committed, Map<String, Long> ends, Set<String> transactions) {

    /** Looks. */
    static BrokerLook at(Admin admin) throws ExecutionException, InterruptedException {
        Collection<GroupListing> groups = admin.listGroups().all().get();
        Map<String, Long> committed = new TreeMap<>();
        for (GroupListing group : groups) {
            admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get().forEach(
                    (partition, offset) -> committed.put(group.groupId() + " " + partition, offset.offset()));
        }
        Map<TopicPartition, OffsetSpec> asked = admin
                .describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get())
                .allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<String, Long> ends = new TreeMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
        return new BrokerLook(
                groups.stream().map(group -> group.groupId() + " " + group.groupState().orElse(null))
                        .collect(Collectors.toCollection(TreeSet::new)),
                committed, ends, admin.listTransactions().all().get().stream()
                        .map(TransactionListing::transactionalId).collect(Collectors.toCollection(TreeSet::new)));
    }
}
