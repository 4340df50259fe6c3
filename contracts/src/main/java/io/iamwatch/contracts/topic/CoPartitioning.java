package io.iamwatch.contracts.topic;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Refuses topics that do not have one partition count. Streams checks that for joins of its DSL but not for
 * processors that share a store, and an account that lies in partition 3 of one topic and 7 of another would be
 * judged on half of its events.
 */
public final class CoPartitioning {

    private CoPartitioning() {
    }

    /**
     * Reads the partition counts from the brokers and compares them.
     *
     * @return the one partition count
     * @throws IllegalStateException if counts differ or a topic is missing; the message names each topic with its count
     * @throws InterruptedException if interrupted while waiting for the brokers
     */
    public static int require(Admin admin, Collection<Topic> topics) throws InterruptedException {
        try {
            var descriptions = admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames().get();
            return requireEqual(descriptions.values().stream()
                    .collect(Collectors.toMap(topic -> topic.name(), topic -> topic.partitions().size())));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException("a topic is missing, of: " + names(topics), failure);
            }
            throw new IllegalStateException("cannot read the partition counts of " + names(topics), failure);
        }
    }

    static int requireEqual(Map<String, Integer> partitionsByTopic) {
        if (partitionsByTopic.values().stream().distinct().count() != 1) {
            throw new IllegalStateException("topics must have one partition count, but have "
                    + new TreeMap<>(partitionsByTopic) + ". `iamwatch topics migrate --partitions N` gives them one.");
        }
        return partitionsByTopic.values().iterator().next();
    }

    private static String names(Collection<Topic> topics) {
        return topics.stream().map(Topic::name).collect(Collectors.joining(", "));
    }
}
