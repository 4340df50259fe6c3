package io.iamwatch.deploy.embedded;

import io.iamwatch.deploy.transaction.Coordinators;
import io.iamwatch.deploy.transaction.HangingTransactions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/**
 * Transactions that a killed worker left open. Connect fences its former tasks itself, but only after it has read
 * its offsets topic to the end, committed records only: it would wait until the brokers give the transaction up,
 * after more than a minute by default. A worker that is alone in its group may fence at once.
 */
final class LeftTransactions {

    private LeftTransactions() {
    }

    /** Aborts them, and fences whoever began them; what Kafka has left without an end is given its end. */
    static void abort(String bootstrapServers, String groupId) {
        HangingTransactions.endAll(bootstrapServers);
        // So Connect names the producers of a group's tasks, and the one that writes its configurations.
        List<String> prefixes = List.of(groupId + "-", "connect-cluster-" + groupId);
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Coordinators.await(admin);
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
}
