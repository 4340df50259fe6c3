package io.iamwatch.deploy.topics;

import static java.util.Comparator.comparing;

import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Copies what stands in one topic into another that is empty, and says there where the consumer groups stand. */
final class TopicCopy {

    /** The brokers give a transaction up that lasts longer, whoever began it. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(16);

    private final Cluster cluster;
    private final Rewriting rewriting;
    private final AtomicReference<Exception> failed = new AtomicReference<>();

    TopicCopy(Cluster cluster, Rewriting rewriting) {
        this.cluster = cluster;
        this.rewriting = rewriting;
    }

    /**
     * What was copied.
     *
     * @param kept records that are in the other topic
     * @param left records that are not
     */
    record Copied(long kept, long left) {
    }

    /**
     * Copies.
     *
     * @param placement where the records of the topic belong, whatever the copies are called
     * @throws RewriteFailure if somebody writes to the topic meanwhile, or the brokers refuse
     */
    Copied copy(String from, String to, Placement placement) {
        int partitions = cluster.partitions(to).size();
        awaitNoTransaction(from);
        Map<TopicPartition, Long> ends = cluster.ends(from, IsolationLevel.READ_UNCOMMITTED);
        GroupPositions groups = GroupPositions.of(cluster, from);
        long kept = 0;
        long left = 0;
        try (Consumer<byte[], byte[]> consumer = cluster.consumer();
                Producer<byte[], byte[]> producer = cluster.producer()) {
            MergedRecords records = new MergedRecords(consumer, ends,
                    comparing(groups::isUnread).thenComparingLong(ConsumerRecord::timestamp));
            for (var next = records.next(); next.isPresent(); next = records.next()) {
                if (isOurs(next.get(), placement) && rewriting.keeps(placement, next.get())) {
                    send(producer, next.get(), new TopicPartition(to, partition(next.get(), placement, partitions)),
                            groups);
                    kept++;
                } else {
                    left++;
                }
            }
        }
        Optional.ofNullable(failed.get()).ifPresent(reason -> {
            throw new RewriteFailure("cannot write to " + to + ": " + reason.getMessage(), reason);
        });
        if (!cluster.ends(from, IsolationLevel.READ_UNCOMMITTED).equals(ends)) {
            throw new RewriteFailure("somebody writes to " + from + ": stop it, and go on with --resume");
        }
        groups.store(cluster, cluster.ends(to, IsolationLevel.READ_COMMITTED));
        return new Copied(kept, left);
    }

    /** What a store remembers of a partition, and not of an account, means nothing among other partitions. */
    private static boolean isOurs(ConsumerRecord<byte[], byte[]> record, Placement placement) {
        return placement != Placement.BY_ACCOUNT || record.key() == null || record.key().length == 0
                || record.key()[0] != '|';
    }

    /** A record without a key is none of ours; it stays somewhere. */
    private static int partition(ConsumerRecord<byte[], byte[]> record, Placement placement, int partitions) {
        return record.key() == null ? record.partition() % partitions : placement.partition(record, partitions);
    }

    private void send(Producer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> record, TopicPartition to,
            GroupPositions groups) {
        List<String> unreadBy = groups.unreadBy(record);
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(to.topic(), to.partition(),
                record.timestamp(), record.key(), record.value(), record.headers()), (place, failure) -> {
                    if (failure != null) {
                        failed.compareAndSet(null, failure);
                    } else if (!unreadBy.isEmpty()) {
                        groups.copied(unreadBy, to, place.offset());
                    }
                });
    }

    /** What somebody who died has begun is neither there nor not, until the brokers give it up. */
    private void awaitNoTransaction(String topic) {
        Await.until("the transactions that are open in " + topic, LONGEST_TRANSACTION,
                () -> cluster.ends(topic, IsolationLevel.READ_COMMITTED)
                        .equals(cluster.ends(topic, IsolationLevel.READ_UNCOMMITTED)));
    }
}
