package io.iamwatch.deploy.transaction;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.requests.TransactionResult;

/**
 * A transaction that its coordinator takes for ended, while partitions wait for its end: whoever reads committed
 * records there reads none behind its begin.
 *
 * @param producerId whose it is
 * @param partitions those without an end, and what each knows of the producer
 * @param decision how it ended
 */
public record HangingTransaction(long producerId, Map<TopicPartition, ProducerState> partitions, Decision decision) {

    /** How Connect's topics of source offsets are named here: after the worker's group. */
    private static final String OFFSETS = "-offsets";

    /** What the coordinator had decided. */
    public enum Decision {
        /** Its records count. */
        COMMIT,
        /** They do not. */
        ABORT,
        /** The producer has gone on since, or is forgotten. */
        UNKNOWN
    }

    /** Keeps a copy. */
    public HangingTransaction {
        partitions = Map.copyOf(partitions);
    }

    /**
     * Returns whether it can be ended without a loss. Where the decision is not known, it can be aborted if the
     * reader's position hangs as well: then what it had read is read again. Else that position is committed, and to
     * abort the rest would lose it.
     */
    public boolean canBeEnded() {
        return decision != Decision.UNKNOWN || partitions.keySet().stream().map(TopicPartition::topic)
                .anyMatch(topic -> topic.equals(Topic.GROUP_METADATA_TOPIC_NAME) || topic.endsWith(OFFSETS));
    }

    /** Returns how it is to be ended, if it {@linkplain #canBeEnded() can be}. */
    TransactionResult end() {
        return decision == Decision.COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT;
    }

    /** For people: whose it is, what was decided, and where it begins in each partition. */
    @Override
    public String toString() {
        return "a transaction of producer " + producerId + " (" + decision.name().toLowerCase(Locale.ROOT)
                + ") in " + new TreeSet<>(partitions.entrySet().stream().map(e -> e.getKey() + " from offset "
                        + e.getValue().currentTransactionStartOffset().orElse(-1)).collect(Collectors.toSet()));
    }
}
