package io.iamwatch.alerting.notify.outbox;

import io.iamwatch.alerting.notify.Answer;
import io.iamwatch.alerting.notify.RetryPlan;
import io.iamwatch.contracts.notification.Delivery;
import io.iamwatch.contracts.notification.Delivery.Outcome;
import io.iamwatch.contracts.notification.Notification;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * What one partition of the outbox still has to tell one sink: one after the other, so that all that is told of an
 * incident is told in order. Its first notification is due, or waits for its next attempt, or is settled and waits
 * for its commit.
 */
final class Lane {

    private final String sink;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int attempts;
    private Instant begin;
    private Instant due = Instant.EPOCH;
    private Optional<Delivery> settled = Optional.empty();

    /** A record; without a notification where there is nothing to tell. */
    private record Entry(long offset, Optional<Notification> notification) {
    }

    Lane(String sink) {
        this.sink = sink;
    }

    void add(long offset, Optional<Notification> notification) {
        waiting.add(new Entry(offset, notification));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Drops what begins the lane and tells nothing; returns the position behind that, empty where nothing did. */
    OptionalLong passOver() {
        OptionalLong behind = OptionalLong.empty();
        while (!waiting.isEmpty() && waiting.peek().notification().isEmpty()) {
            behind = OptionalLong.of(waiting.remove().offset() + 1);
        }
        return behind;
    }

    /** Returns when it has to be looked at; empty when it has nothing to do. */
    Optional<Instant> due() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(due);
    }

    /** Returns what is to be told; it stays the first until {@link #committed()}. */
    Notification first() {
        return waiting.element().notification().orElseThrow();
    }

    /** Returns the position of the first. */
    long positionOfFirst() {
        return waiting.element().offset();
    }

    /** Returns the position behind the first. */
    long behindFirst() {
        return waiting.element().offset() + 1;
    }

    /** Returns what became of the first, when that is decided. */
    Optional<Delivery> settled() {
        return settled;
    }

    /** The sink has answered: it is settled, or has to wait. */
    void answered(Answer answer, RetryPlan plan, Instant now, RandomGenerator random) {
        attempts++;
        begin = begin == null ? now : begin;
        switch (answer) {
            case Answer.Accepted accepted -> settle(Outcome.DELIVERED, answer.said(), now);
            case Answer.Refused refused -> settle(Outcome.PARKED, answer.said(), now);
            case Answer.Gone gone -> settle(Outcome.PARKED, answer.said(), now);
            case Answer.Later later -> plan.next(attempts, begin, now, later.retryAfter(), random).ifPresentOrElse(
                    wait -> due = now.plus(wait),
                    () -> settle(Outcome.PARKED, answer.said(), now));
        }
    }

    /** It is parked without being told. */
    void park(String why, Instant now) {
        settle(Outcome.PARKED, why, now);
    }

    /** Nothing is done before that. */
    void waitUntil(Instant then) {
        due = due.isAfter(then) ? due : then;
    }

    /** What became of the first is committed; the next one is due. */
    void committed() {
        waiting.remove();
        attempts = 0;
        begin = null;
        due = Instant.EPOCH;
        settled = Optional.empty();
    }

    private void settle(Outcome outcome, String said, Instant now) {
        settled = Optional.of(new Delivery(first().id(), sink, outcome, attempts, now.toEpochMilli(), said));
        due = Instant.EPOCH;
    }
}
