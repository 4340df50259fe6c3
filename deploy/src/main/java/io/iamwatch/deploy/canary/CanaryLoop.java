package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the pairs of the partitions that this instance has, and hears what comes of them. Used by one thread. */
final class CanaryLoop {

    private static final Logger LOG = LoggerFactory.getLogger(CanaryLoop.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(500);

    private final Rounds rounds;
    private final Put put;
    private final Ear ear;
    private final CanaryMeters meters;
    private final Consumer<byte[], byte[]> consumer;
    private final InstantSource wallClock;

    /** Joins the group at the first turn. */
    CanaryLoop(Rounds rounds, Put put, Ear ear, CanaryMeters meters, Consumer<byte[], byte[]> consumer,
            InstantSource wallClock) {
        this.rounds = rounds;
        this.put = put;
        this.ear = ear;
        this.meters = meters;
        this.consumer = consumer;
        this.wallClock = wallClock;
        rounds.leave();
        consumer.subscribe(Set.of(Topics.CANARY.name()), new Share());
    }

    /** Listens until a pair is due or a moment is over, and puts what is due. */
    void turn() {
        consumer.poll(untilDue(wallClock.instant())).forEach(this::hear);
        List<CanaryPair> due = rounds.due(wallClock.instant());
        if (!due.isEmpty()) {
            int refused = put.put(due);
            meters.put(due.size() - refused, refused);
        }
    }

    private Duration untilDue(Instant now) {
        return rounds.next().map(next -> next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO)
                .filter(wait -> wait.compareTo(LONGEST_POLL) < 0).orElse(LONGEST_POLL);
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        OptionalLong sentAt = ear.hear(record.value());
        if (sentAt.isPresent()) {
            meters.heard(record.partition(), sentAt.getAsLong(), wallClock.millis());
        } else {
            meters.ignored();
        }
    }

    /** This instance's share of the partitions. */
    private final class Share implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // Settled before the first pair is put: from the end on would otherwise be from behind its alert on.
            partitions.forEach(consumer::position);
            LOG.debug("the canary has got partitions; partitions={}", partitions);
            rounds.came(numbers(partitions), wallClock.instant());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            rounds.went(numbers(partitions));
        }

        private List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).toList();
        }
    }
}
