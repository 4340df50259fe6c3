package io.iamwatch.deploy.transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that Kafka never ends, and how they are ended. A broker that died with a decided transaction and has
 * come back finds its partitions without a leader for a moment, takes them for deleted, and tells them no end
 * (<a href="https://issues.apache.org/jira/browse/KAFKA-20734">KAFKA-20734</a>). Readers of committed records wait
 * there for ever, Connect among them, before it does anything else.
 */
public final class HangingTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final int ENDING_LOOKS = 100;
    private static final long LOOK_MILLIS = 100;

    private HangingTransactions() {
    }

    /**
     * Returns those in some topics. Those that a coordinator is about to end are waited for, ten seconds at most.
     *
     * @param topics whose names are looked at
     */
    public static Collection<HangingTransaction> find(Admin admin, Predicate<String> topics)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions(admin, topics).map(Map.Entry::getKey).toList();
        OpenTransactions open = OpenTransactions.look(admin, partitions);
        for (int look = 1; open.someAreEnding() && look < ENDING_LOOKS; look++) {
            Thread.sleep(LOOK_MILLIS);
            open = OpenTransactions.look(admin, partitions);
        }
        return open.hanging();
    }

    /**
     * Ends those of a broker of our own, in all of its topics, and logs each. What cannot be ended without a loss is
     * left, and logged as well.
     *
     * @throws IllegalStateException when the broker does not let it: with what it says
     */
    public static void endAll(String bootstrapServers) {
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(client)) {
            Collection<HangingTransaction> found = find(admin, topic -> true);
            found.stream().filter(hanging -> !hanging.canBeEnded()).forEach(hanging -> LOG.error(
                    "Kafka never ends {}, and how it ended is not known: see \"A transaction that never ends\" in the"
                            + " runbook",
                    hanging));
            end(client, found.stream().filter(HangingTransaction::canBeEnded).toList());
        } catch (ExecutionException failure) {
            throw new IllegalStateException("cannot look for transactions that never end: "
                    + failure.getCause().getMessage(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for transactions that never end", interrupted);
        }
    }

    /**
     * Ends some, each as it was decided, and where that is not known by aborting it.
     *
     * @param client settings of a client of Kafka that may CLUSTER_ACTION
     * @throws UncheckedIOException when a broker does not answer or refuses
     */
    public static void end(Map<String, Object> client, Collection<HangingTransaction> hanging)
            throws ExecutionException, InterruptedException {
        if (hanging.isEmpty()) {
            return;
        }
        List<TopicPartition> partitions = hanging.stream().flatMap(one -> one.partitions().keySet().stream()).toList();
        try (Admin admin = Admin.create(client); TransactionMarkers markers = new TransactionMarkers(client)) {
            Map<TopicPartition, Node> leaders = leaders(admin, partitions);
            for (HangingTransaction one : hanging) {
                markers.write(one, leaders);
                LOG.warn("ended what Kafka had left: {}", one);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<TopicPartition, Node> leaders(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return partitions(admin, partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet())::contains)
                .filter(partition -> partition.getValue().leader() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, partition -> partition.getValue().leader()));
    }

    private static Stream<Map.Entry<TopicPartition, TopicPartitionInfo>> partitions(Admin admin,
            Predicate<String> topics) throws ExecutionException, InterruptedException {
        List<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
                .filter(topics).toList();
        return admin.describeTopics(names).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream().map(
                        partition -> Map.entry(new TopicPartition(topic.name(), partition.partition()), partition)));
    }
}
