package io.iamwatch.alerting.notify.outbox;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what became of notifications, by sink, since the process started. Counted and asked by any thread. */
public final class DeliveryCounts {

    /** What became of an attempt, or of a notification. */
    public enum Outcome {
        /** The sink took it, and that is committed. */
        DELIVERED,
        /** The sink did not take it, and is told again later. */
        RETRIED,
        /** It was given up, and is kept for somebody to send again. */
        PARKED;

        /** Returns it as metrics name it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Kind(String sink, Outcome outcome) {
    }

    private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String sink, Outcome outcome) {
        counts.computeIfAbsent(new Kind(sink, outcome), kind -> new LongAdder()).increment();
    }

    /** Returns how often it happened; 0 for what never did. */
    public long of(String sink, Outcome outcome) {
        LongAdder count = counts.get(new Kind(sink, outcome));
        return count == null ? 0 : count.sum();
    }
}
