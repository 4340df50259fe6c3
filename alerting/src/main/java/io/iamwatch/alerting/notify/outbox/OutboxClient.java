package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox as one instance of one sink's group reads it. Positions are committed with the group's generation, so
 * that an instance whose partition somebody else has got meanwhile commits nothing.
 */
final class OutboxClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxClient.class);
    private static final Duration PROOF_LIMIT = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final DeliveryLog log;

    /**
     * Connects to nothing yet.
     *
     * @param instance names this instance among those of the sink; no other one, before or after, has that name
     */
    OutboxClient(SenderSettings settings, String sink, String instance) {
        this.consumer = new KafkaConsumer<>(settings.consumer(sink));
        this.log = new DeliveryLog(settings.producer(SenderSettings.group(sink) + "-" + instance));
    }

    /**
     * Joins the group.
     *
     * @param beforeLoss told what others will have once it returns; what is settled can still be committed by it
     * @param onLoss told what others have
     */
    void subscribe(Consumer<Collection<TopicPartition>> beforeLoss, Consumer<Collection<TopicPartition>> onLoss) {
        log.open();
        consumer.subscribe(Set.of(Topics.NOTIFICATIONS.name()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                LOG.debug("partitions of the outbox came; partitions={}", partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                beforeLoss.accept(partitions);
                onLoss.accept(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                onLoss.accept(partitions);
            }
        });
    }

    ConsumerRecords<byte[], byte[]> poll(Duration limit) {
        return consumer.poll(limit);
    }

    /** Reads no more of partitions that have something to tell. */
    void readOnly(Collection<TopicPartition> busy) {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<TopicPartition> paused = busy.stream().filter(assigned::contains).collect(Collectors.toSet());
        consumer.pause(paused);
        consumer.resume(assigned.stream().filter(partition -> !paused.contains(partition)).toList());
    }

    /**
     * Commits what became of a notification together with the position behind it.
     *
     * @throws KafkaException if it is not known to be committed; the same may be committed again
     */
    void commit(TopicPartition partition, long position, Delivery delivery) {
        log.write(delivery, producer -> producer.sendOffsetsToTransaction(
                Map.of(partition, new OffsetAndMetadata(position)), consumer.groupMetadata()));
    }

    /**
     * Asks whether this instance still has a partition, by committing the position that it has anyway: with the group's
     * generation, so that it is refused where others have it now. It thinks so itself until a poll has told it better,
     * which may be long after it stood still.
     *
     * @param position of the first that is not told yet
     * @return whether the group says so; not, where it does not say it in time
     */
    boolean stillHas(TopicPartition partition, long position) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(position)), PROOF_LIMIT);
            return true;
        } catch (CommitFailedException | RebalanceInProgressException | TimeoutException refused) {
            LOG.debug("it is not known whether a partition is still here; partition={}", partition, refused);
            return false;
        }
    }

    /** Commits a position behind which nothing was told; one that fails is made up for by the next. */
    void commitPosition(TopicPartition partition, long position) {
        consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(position)), (offsets, failure) -> {
            if (failure != null) {
                LOG.debug("a position was not committed; partition={}", partition, failure);
            }
        });
    }

    /** Ends a poll, from any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        // It may have something to commit while it leaves its group.
        try {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
        } finally {
            log.close();
        }
    }
}
