package io.iamwatch.deploy.replay;

import io.iamwatch.detector.event.Origin;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Puts records of files in the order of their arrival, as far as that goes within some megabytes. Those of one
 * millisecond stay in the order in which they are read.
 */
final class ArrivalOrder {

    /** What a record takes besides its bytes. */
    private static final int OVERHEAD = 512;

    private final long maxBytes;
    private final Consumer<Waiting> due;
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Waiting.ORDER);
    private long bytes;

    /**
     * Creates an empty one.
     *
     * @param maxBytes how much waits at most for what arrived earlier
     * @param due takes the records
     */
    ArrivalOrder(long maxBytes, Consumer<Waiting> due) {
        this.maxBytes = maxBytes;
        this.due = due;
    }

    /**
     * A record.
     *
     * @param isLast whether it comes after the others of its millisecond
     */
    record Waiting(Origin origin, boolean isLast, String account, byte[] record) {

        private static final Comparator<Waiting> ORDER = Comparator
                .comparingLong((Waiting one) -> one.origin().arrival()).thenComparing(Waiting::isLast)
                .thenComparingLong(one -> one.origin().offset());
    }

    /** Takes the next record, and hands on what has waited long enough. */
    void add(Waiting next) {
        waiting.add(next);
        bytes += next.record().length + OVERHEAD;
        while (bytes > maxBytes) {
            remove();
        }
    }

    /** Hands on the rest. */
    void end() {
        while (!waiting.isEmpty()) {
            remove();
        }
    }

    private void remove() {
        Waiting first = waiting.remove();
        bytes -= first.record().length + OVERHEAD;
        due.accept(first);
    }
}
