package io.iamwatch.detector.judge;

import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.Horizon;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Gives the events of files an arrival, which they do not have. They are put in the order of time, as far as they
 * fit into some megabytes, so that files in no order, or newest first, do not look late; then each arrived when it
 * happened. Except one: that which ends up as the last of its account, farther ahead of all other records of the
 * account than what is remembered, has a forged date or a wrong one. It arrived at the account's time, so that the
 * {@link AccountClock} takes it as one of the future, which moves no clock and forgets no history. An account that
 * was quiet for years and goes on is none of that. Repetitions tell nothing.
 *
 * <p>
 * It belongs to one thread.
 */
public final class ScanClock {

    /** How many bytes of records wait at most for older ones. */
    public static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;

    /** What an event takes besides its record. */
    private static final int OVERHEAD = 2048;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final long memory;
    private final long maxWaitingBytes;
    private final Map<String, Account> accounts = new HashMap<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Waiting.ORDER);
    private long waitingBytes;
    private long number;

    /** Creates a clock for files of any accounts, for a detection that remembers so far back. */
    public ScanClock(Horizon horizon, long maxWaitingBytes) {
        this.memory = horizon.window() + horizon.lateness();
        this.maxWaitingBytes = maxWaitingBytes;
    }

    /**
     * An event that may be judged now.
     *
     * @param event the event, with an arrival
     * @param record the bytes that it was read from
     */
    public record Arrived(IamEvent event, byte[] record) {
    }

    /** Takes the next event of the files; returns what may be judged now. */
    public List<Arrived> next(IamEvent event, byte[] record) {
        waiting.add(new Waiting(event, record, number++));
        waitingBytes += record.length + OVERHEAD;
        List<Arrived> arrived = new ArrayList<>();
        while (waitingBytes > maxWaitingBytes) {
            Waiting oldest = waiting.remove();
            waitingBytes -= oldest.record().length + OVERHEAD;
            arrived.add(account(oldest).accept(oldest));
        }
        return arrived;
    }

    /** Takes that there is a record of that time which is not judged: another witness of an account's time. */
    public void passed(String account, long second) {
        Account known = accounts.computeIfAbsent(account, unseen -> new Account());
        known.newest = Math.max(known.newest, second);
    }

    /** Returns what still waits when the files end. */
    public List<Arrived> end() {
        List<Waiting> rest = new ArrayList<>();
        while (!waiting.isEmpty()) {
            rest.add(waiting.remove());
        }
        rest.forEach(record -> account(record).endsWith(record.event().id()));
        List<Arrived> arrived = new ArrayList<>();
        for (Waiting record : rest) {
            Account account = account(record);
            arrived.add(account.isForged(record) ? record.at(account.newest) : account.accept(record));
        }
        return arrived;
    }

    private Account account(Waiting record) {
        return accounts.computeIfAbsent(record.event().id().account(), unseen -> new Account());
    }

    private record Waiting(IamEvent event, byte[] record, long number) {
        static final Comparator<Waiting> ORDER = Comparator.comparingLong((Waiting one) -> one.event().second())
                .thenComparingLong(Waiting::number);

        Arrived at(long second) {
            Origin origin = event.origin();
            return new Arrived(new IamEvent(event.id(), event.change(), event.call(), event.sha256(),
                    new Origin(origin.topic(), origin.partition(), origin.offset(), second * 1000, origin.source())),
                    record);
        }
    }

    private final class Account {
        private long newest = NEVER;
        private EventId last;

        void endsWith(EventId id) {
            last = id;
        }

        boolean isForged(Waiting record) {
            return newest != NEVER && record.event().id().equals(last) && record.event().second() > newest + memory;
        }

        Arrived accept(Waiting record) {
            newest = Math.max(newest, record.event().second());
            return record.at(record.event().second());
        }
    }
}
