package io.iamwatch.alerting.notify.outbox;

import static java.util.Comparator.comparing;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.RetryPlan;
import io.iamwatch.alerting.notify.Sink;
import io.iamwatch.alerting.notify.SinkSettings;
import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Delivery.Outcome;
import io.iamwatch.contracts.notification.Notification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sink is told the partitions that this instance has, until an exception ends it. Between two attempts Kafka is
 * polled, so that whatever waits, the consumer stays in its group; partitions that have something to tell are
 * paused meanwhile. Used by one thread.
 */
final class SinkLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PROOFS = Duration.ofMillis(200);

    /** Much less than a session takes to end. */
    private static final Duration PROVEN_FOR = Duration.ofSeconds(1);

    private final SinkSettings settings;
    private final Sink sink;
    private final OutboxClient kafka;
    private final InstantSource wallClock;
    private final RandomGenerator random;
    private final DeliveryCounts counts;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private Instant heldUntil = Instant.EPOCH;
    private Instant memberAt = Instant.EPOCH;
    private Optional<String> gone = Optional.empty();

    SinkLoop(SinkSettings settings, Sink sink, OutboxClient kafka, InstantSource wallClock, RandomGenerator random,
            DeliveryCounts counts) {
        this.settings = settings;
        this.sink = sink;
        this.kafka = kafka;
        this.wallClock = wallClock;
        this.random = random;
        this.counts = counts;
        kafka.subscribe(this::commitSettled, this::forget);
    }

    /** Polls once, and tells one notification if one is due. */
    void turn() throws InterruptedException {
        Instant now = wallClock.instant();
        kafka.poll(untilDue(now)).forEach(this::receive);
        passOver();
        Optional<TopicPartition> next = mostOverdue(wallClock.instant());
        if (next.isPresent()) {
            tell(next.get(), lanes.get(next.get()));
        }
        kafka.readOnly(lanes.entrySet().stream().filter(lane -> !lane.getValue().isEmpty()).map(Map.Entry::getKey)
                .toList());
    }

    private Duration untilDue(Instant now) {
        return lanes.values().stream().flatMap(lane -> due(lane).stream()).min(Instant::compareTo)
                .map(due -> due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO)
                .filter(wait -> wait.compareTo(LONGEST_POLL) < 0).orElse(LONGEST_POLL);
    }

    /** The one that waits for longest, so that no partition waits for ever. */
    private Optional<TopicPartition> mostOverdue(Instant now) {
        return lanes.entrySet().stream().filter(lane -> due(lane.getValue()).filter(due -> !due.isAfter(now))
                .isPresent()).min(comparing(lane -> lane.getValue().due().orElseThrow())).map(Map.Entry::getKey);
    }

    /** A sink that wants to be left alone holds up no commit. */
    private Optional<Instant> due(Lane lane) {
        return lane.due().map(due -> lane.settled().isEmpty() && heldUntil.isAfter(due) ? heldUntil : due);
    }

    private void receive(ConsumerRecord<byte[], byte[]> record) {
        lanes.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), any -> new Lane(settings.name()))
                .add(record.offset(), OutboxReader.read(record).filter(settings.route()::takes));
    }

    /** What no route sends here leaves no trace but the position: a route is in the configuration. */
    private void passOver() {
        lanes.forEach((partition, lane) -> lane.passOver()
                .ifPresent(position -> kafka.commitPosition(partition, position)));
    }

    private void tell(TopicPartition partition, Lane lane) throws InterruptedException {
        if (lane.settled().isEmpty() && isOurs(partition, lane)) {
            ask(lane);
        }
        Optional<Delivery> settled = lane.settled();
        if (settled.isPresent()) {
            commit(partition, lane, settled.get());
        }
    }

    /**
     * Whoever stood still may have been thought dead, and does not know it: others tell what it has. Each commit proves
     * that it is a member; without one of late that is asked for, or it would tell one of each partition again.
     */
    private boolean isOurs(TopicPartition partition, Lane lane) {
        Instant now = wallClock.instant();
        if (Duration.between(memberAt, now).abs().compareTo(PROVEN_FOR) < 0) {
            return true;
        }
        boolean ours = kafka.stillHas(partition, lane.positionOfFirst());
        if (ours) {
            memberAt = now;
        } else {
            lane.waitUntil(now.plus(BETWEEN_PROOFS));
        }
        return ours;
    }

    private void ask(Lane lane) throws InterruptedException {
        if (gone.isPresent()) {
            lane.park("not sent: the sink is gone (" + gone.get() + ")", wallClock.instant());
            return;
        }
        Notification notification = lane.first();
        Answer answer = tell(notification);
        Instant now = wallClock.instant();
        lane.answered(answer, settings.retries(), now, random);
        if (lane.settled().isEmpty()) {
            counts.count(settings.name(), DeliveryCounts.Outcome.RETRIED);
        }
        switch (answer) {
            case Answer.Accepted accepted -> {
            }
            case Answer.Later(String said, Optional<Duration> retryAfter) -> {
                LOG.warn("a notification was not taken; sink={} notification={} answer={}", settings.name(),
                        notification.id(), said);
                retryAfter.ifPresent(wait -> hold(now, wait));
            }
            case Answer.Refused(String said) -> {
            }
            case Answer.Gone(String said) -> {
                gone = Optional.of(said);
                LOG.error("the sink is gone: all of its notifications are parked until a restart; sink={} answer={}",
                        settings.name(), said);
            }
        }
    }

    /** One that cannot be put into words holds up nobody. */
    private Answer tell(Notification notification) throws InterruptedException {
        try {
            return sink.tell(notification, wallClock.instant());
        } catch (RuntimeException bug) {
            LOG.error("a notification cannot be told; sink={} notification={} reason={}", settings.name(),
                    notification.id(), bug.getClass().getName());
            LOG.debug("the reason", bug);
            return new Answer.Refused("it cannot be told: " + bug.getClass().getSimpleName());
        }
    }

    /** It wants to be left alone, not only by this partition. */
    private void hold(Instant now, Duration wait) {
        Instant until = now.plus(wait.compareTo(RetryPlan.LONGEST_RETRY_AFTER) < 0
                ? wait
                : RetryPlan.LONGEST_RETRY_AFTER);
        heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
    }

    /** What is settled stays so until it is committed, however often that takes: the sink is not told again. */
    private void commit(TopicPartition partition, Lane lane, Delivery delivery) {
        Instant now = wallClock.instant();
        try {
            kafka.commit(partition, lane.behindFirst(), delivery);
            memberAt = now;
        } catch (KafkaException failure) {
            LOG.warn("what became of a notification is not committed yet; sink={} notification={} reason={}",
                    settings.name(), delivery.notificationId(), failure.getClass().getSimpleName());
            LOG.debug("the commit failed", failure);
            lane.waitUntil(wallClock.instant().plus(BETWEEN_COMMITS));
            return;
        }
        lane.committed();
        counts.count(settings.name(), delivery.outcome() == Outcome.PARKED
                ? DeliveryCounts.Outcome.PARKED
                : DeliveryCounts.Outcome.DELIVERED);
        if (delivery.outcome() == Outcome.PARKED) {
            LOG.error("a notification is parked; sink={} notification={} attempts={} answer={}", settings.name(),
                    delivery.notificationId(), delivery.attempts(), delivery.answer());
        }
    }

    /**
     * A poll may return in the middle of a rebalance, and what is told then cannot be committed by the old generation:
     * the last moment for that is when the new one takes the partition away.
     */
    private void commitSettled(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Lane lane = lanes.getOrDefault(partition, new Lane(settings.name()));
            lane.settled().ifPresent(delivery -> commit(partition, lane, delivery));
        }
    }

    /** Others have them now. */
    private void forget(Collection<TopicPartition> partitions) {
        lanes.keySet().removeAll(partitions);
    }
}
