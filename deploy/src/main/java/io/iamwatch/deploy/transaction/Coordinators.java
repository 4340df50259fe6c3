package io.iamwatch.deploy.transaction;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/** The brokers' transaction coordinators, which know nothing until they have loaded their log. */
public final class Coordinators {

    private Coordinators() {
    }

    /**
     * Returns once all transactions are known. A broker that has just started lists none, and reports no error, until
     * it begins to load their log. Asked for a single one it says that it is not ready, and the client asks again: so
     * one is asked for in each partition of that log.
     */
    public static void await(Admin admin) throws ExecutionException, InterruptedException {
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

    /**
     * How many partitions the log of transactions has; none before the first transaction, or where it may not be looked
     * at: on a cluster with ACLs, which is not asked in the moment of its start.
     */
    private static int partitions(Admin admin) throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(Topic.TRANSACTION_STATE_TOPIC_NAME))
                    .topicNameValues().get(Topic.TRANSACTION_STATE_TOPIC_NAME).get().partitions().size();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException
                    || failure.getCause() instanceof TopicAuthorizationException) {
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
