package io.iamwatch.deploy.embedded;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/**
 * Transactions that a killed worker left open. Connect fences its former tasks itself, but only after it has read
 * its offsets topic to the end, committed records only: it would wait until the brokers give the transaction up,
 * after more than a minute by default. A worker that is alone in its group may fence at once.
 */
final class LeftTransactions {

    private LeftTransactions() {
    }

    /** Aborts them, and fences whoever began them. */
    static void abort(String bootstrapServers, String groupId) {
        // So Connect names the producers of a group's tasks, and the one that writes its configurations.
        List<String> prefixes = List.of(groupId + "-", "connect-cluster-" + groupId);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            awaitCoordinators(admin);
            List<String> left = admin
                    .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                    .all().get().stream().map(TransactionListing::transactionalId)
                    .filter(id -> prefixes.stream().anyMatch(id::startsWith)).toList();
            if (!left.isEmpty()) {
                admin.fenceProducers(left).all().get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("cannot abort the transactions of a former Connect worker: "
                    + failure.getCause().getMessage(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while aborting the transactions of a former Connect worker",
                    interrupted);
        }
    }

    /**
     * Returns once all transactions are known. A broker that has just started lists none, and reports no error, until
     * it begins to load their log. Asked for a single one it says that it is not ready, and the client asks again: so
     * one is asked for in each partition of that log.
     */
    private static void awaitCoordinators(Admin admin) throws ExecutionException, InterruptedException {
        for (String id : oneIdForEach(partitions(admin))) {
            try {
                admin.describeTransactions(List.of(id)).description(id).get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw failure;
                }
            }
        }
    }

    /** How many partitions the log of transactions has; none before the first transaction. */
    private static int partitions(Admin admin) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME))
                    .topicNameValues().get(Topic.TRANSACTION_STATE_TOPIC_NAME).get().partitions().size();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw failure;
        }
    }

    /** Ids of transactions that do not exist, placed as brokers place them. */
    private static Collection<String> oneIdForEach(int partitions) {
        Map<Integer, String> ids = new HashMap<>();
        for (int i = 0; ids.size() < partitions; i++) {
            String id = "iamwatch-none-" + i;
            ids.putIfAbsent(Utils.abs(id.hashCode()) % partitions, id);
        }
        return ids.values();
    }
}
