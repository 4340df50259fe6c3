package io.iamwatch.deploy.transaction;

import io.iamwatch.deploy.transaction.HangingTransaction.Decision;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/** What partitions say of transactions that have begun there, and what coordinators say of the same producers. */
final class OpenTransactions {

    /** By producer and partition. */
    private final Map<Long, Map<TopicPartition, ProducerState>> inPartitions;
    private final Map<Long, TransactionDescription> atCoordinators;

    private OpenTransactions(Map<Long, Map<TopicPartition, ProducerState>> inPartitions,
            Map<Long, TransactionDescription> atCoordinators) {
        this.inPartitions = inPartitions;
        this.atCoordinators = atCoordinators;
    }

    static OpenTransactions look(Admin admin, Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<Long, Map<TopicPartition, ProducerState>> open = inPartitions(admin, partitions);
        if (open.isEmpty()) {
            return new OpenTransactions(open, Map.of());
        }
        Coordinators.await(admin);
        Map<Long, TransactionDescription> known = atCoordinators(admin, open.keySet());
        // What has ended in the meantime is no longer open; what ended before the coordinator was asked should not be.
        return new OpenTransactions(still(open, inPartitions(admin, partitions)), known);
    }

    /** Returns whether a coordinator is about to end one of them. */
    boolean someAreEnding() {
        return inPartitions.keySet().stream().map(atCoordinators::get).anyMatch(known -> known != null
                && (known.state() == TransactionState.PREPARE_COMMIT
                        || known.state() == TransactionState.PREPARE_ABORT));
    }

    /** Returns those that no coordinator is going to end. */
    Collection<HangingTransaction> hanging() {
        return inPartitions.entrySet().stream()
                .map(open -> hanging(open.getKey(), open.getValue(), atCoordinators.get(open.getKey())))
                .filter(found -> !found.partitions().isEmpty()).toList();
    }

    private static HangingTransaction hanging(long producerId, Map<TopicPartition, ProducerState> open,
            TransactionDescription known) {
        if (known == null) {
            return new HangingTransaction(producerId, open, Decision.UNKNOWN);
        }
        Map<TopicPartition, ProducerState> without = new HashMap<>(open);
        without.keySet().removeAll(known.topicPartitions());
        return new HangingTransaction(producerId, without, decision(without.values(), known));
    }

    /**
     * With each end of a transaction its producer's epoch goes up by one (KIP-890): a coordinator that is exactly one
     * ahead of the partitions tells of the transaction that they wait for.
     */
    private static Decision decision(Collection<ProducerState> open, TransactionDescription known) {
        if (!open.stream().allMatch(state -> state.producerEpoch() + 1 == known.producerEpoch())) {
            return Decision.UNKNOWN;
        }
        return switch (known.state()) {
            case COMPLETE_COMMIT -> Decision.COMMIT;
            case COMPLETE_ABORT -> Decision.ABORT;
            default -> Decision.UNKNOWN;
        };
    }

    private static Map<Long, Map<TopicPartition, ProducerState>> inPartitions(Admin admin,
            Collection<TopicPartition> partitions) throws ExecutionException, InterruptedException {
        Map<Long, Map<TopicPartition, ProducerState>> open = new HashMap<>();
        admin.describeProducers(partitions).all().get().forEach((partition, producers) -> producers.activeProducers()
                .stream().filter(state -> state.currentTransactionStartOffset().isPresent())
                .forEach(state -> open.computeIfAbsent(state.producerId(), id -> new HashMap<>())
                        .put(partition, state)));
        return open;
    }

    private static Map<Long, TransactionDescription> atCoordinators(Admin admin, Set<Long> producers)
            throws ExecutionException, InterruptedException {
        Collection<TransactionListing> listed = admin
                .listTransactions(new ListTransactionsOptions().filterProducerIds(producers)).all().get();
        return admin.describeTransactions(listed.stream().map(TransactionListing::transactionalId).toList()).all().get()
                .values().stream().collect(Collectors.toMap(TransactionDescription::producerId, known -> known));
    }

    private static Map<Long, Map<TopicPartition, ProducerState>> still(
            Map<Long, Map<TopicPartition, ProducerState>> before, Map<Long, Map<TopicPartition, ProducerState>> now) {
        Map<Long, Map<TopicPartition, ProducerState>> same = new HashMap<>();
        before.forEach((producer, partitions) -> partitions.forEach((partition, state) -> {
            ProducerState later = now.getOrDefault(producer, Map.of()).get(partition);
            if (later != null && later.currentTransactionStartOffset().equals(state.currentTransactionStartOffset())) {
                same.computeIfAbsent(producer, id -> new HashMap<>()).put(partition, later);
            }
        }));
        return same;
    }
}
