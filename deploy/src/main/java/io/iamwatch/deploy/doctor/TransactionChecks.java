package io.iamwatch.deploy.doctor;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.transaction.HangingTransaction;
import io.iamwatch.deploy.transaction.HangingTransactions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Looks for transactions that Kafka never ends, in the topics of the contract and in the services' own. */
final class TransactionChecks {

    private static final String TRANSACTIONS = "transactions";
    private static final String RUNBOOK = "see \"A transaction that never ends\" in the runbook";

    private final Map<String, Object> client;
    private final boolean fix;

    /**
     * Prepares to look.
     *
     * @param fix whether to end those that can be ended without a loss
     */
    TransactionChecks(Map<String, Object> client, boolean fix) {
        this.client = client;
        this.fix = fix;
    }

    List<Finding> look(Admin admin) throws InterruptedException, ExecutionException {
        Collection<HangingTransaction> found;
        try {
            found = HangingTransactions.find(admin, TransactionChecks::isOurs);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnsupportedVersionException) {
                return List.of();
            }
            throw failure;
        }
        if (found.isEmpty()) {
            return List.of(Finding.good(TRANSACTIONS, "none hangs"));
        }
        List<Finding> findings = new ArrayList<>();
        for (HangingTransaction hanging : found) {
            findings.add(finding(hanging));
        }
        return findings;
    }

    private static boolean isOurs(String topic) {
        return topic.startsWith("iamwatch") || Topics.IN_FLOW_ORDER.stream().anyMatch(t -> t.name().equals(topic));
    }

    private Finding finding(HangingTransaction hanging) throws InterruptedException {
        if (!hanging.canBeEnded()) {
            return Finding.bad(TRANSACTIONS, "Kafka never ends " + hanging + ", and how it ended is not known",
                    RUNBOOK);
        }
        if (!fix) {
            return Finding.bad(TRANSACTIONS, "Kafka never ends " + hanging + ": nothing behind it is read",
                    "end it as it was decided: iamwatch doctor --config FILE --fix");
        }
        try {
            HangingTransactions.end(client, List.of(hanging));
            return Finding.good(TRANSACTIONS, "ended what Kafka had left: " + hanging);
        } catch (ExecutionException | UncheckedIOException failure) {
            return Finding.bad(TRANSACTIONS, "not ended: " + hanging + ": " + failure.getCause().getMessage(),
                    "it needs ClusterAction on the cluster; " + RUNBOOK);
        }
    }
}
