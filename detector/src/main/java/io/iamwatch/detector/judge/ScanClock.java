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
 * account than what is remembered, and is dated after the files were written, has a forged date or a wrong one. It
 * arrived at the account's time, so that the {@link AccountClock} takes it as one of the future, which moves no
 * clock and forgets no history. An account that was quiet for years and goes on is none of that. Repetitions tell
 * nothing.
 *
 * <p>
 * Records that only tell what somebody did wait for the events before them, in as many megabytes of their own: they
 * push none of these out. If they are too many, the oldest of them go before their turn.
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
    private final PriorityQueue<Deed> deeds = new PriorityQueue<>(Deed.ORDER);
    private long waitingBytes;
    private long deedBytes;
    private long number;
    private long written;

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
    public record Arrived(IamEvent event, byte[] record) implements Due {
    }

    /** What is to be looked at now. */
    public sealed interface Due {
    }

    /**
     * A record of which nothing is known but its time, by which it arrived.
     *
     * @param account the account whose record it is
     */
    public record Deed(String account, long second, Origin origin, byte[] record) implements Due {
        static final Comparator<Deed> ORDER = Comparator.comparingLong(Deed::second)
                .thenComparingLong(deed -> deed.origin().offset());
    }

    /** Takes that a file was written in a second: nothing that is dated before then has a date of the future. */
    public void written(long second) {
        written = Math.max(written, second);
    }

    /** Takes the next event of the files; returns what may be judged now. */
    public List<Due> next(IamEvent event, byte[] record) {
        waiting.add(new Waiting(event, record, number++));
        waitingBytes += record.length + OVERHEAD;
        List<Due> due = new ArrayList<>();
        while (waitingBytes > maxWaitingBytes) {
            Waiting oldest = waiting.remove();
            waitingBytes -= oldest.record().length + OVERHEAD;
            deedsBefore(oldest.event().second(), due);
            due.add(account(oldest).accept(oldest));
        }
        return due;
    }

    /** Takes a record that only tells what somebody did; returns what may be looked at now. */
    public List<Due> deed(String account, long second, Origin origin, byte[] record) {
        passed(account, second);
        deeds.add(new Deed(account, second, origin, record));
        deedBytes += record.length + OVERHEAD;
        List<Due> due = new ArrayList<>();
        while (deedBytes > maxWaitingBytes) {
            due.add(removeDeed());
        }
        return due;
    }

    private Deed removeDeed() {
        Deed deed = deeds.remove();
        deedBytes -= deed.record().length + OVERHEAD;
        return new Deed(deed.account(), deed.second(), at(deed.origin(), deed.second()), deed.record());
    }

    /** What was done in the second of an event may have been done after it. */
    private void deedsBefore(long second, List<Due> due) {
        while (!deeds.isEmpty() && deeds.peek().second() < second) {
            due.add(removeDeed());
        }
    }

    private static Origin at(Origin origin, long second) {
        return new Origin(origin.topic(), origin.partition(), origin.offset(), second * 1000, origin.source());
    }

    /** Takes that there is a record of that time which is not judged: another witness of an account's time. */
    public void passed(String account, long second) {
        Account known = accounts.computeIfAbsent(account, unseen -> new Account());
        known.newest = Math.max(known.newest, second);
    }

    /** Returns what still waits when the files end. */
    public List<Due> end() {
        List<Waiting> rest = new ArrayList<>();
        while (!waiting.isEmpty()) {
            rest.add(waiting.remove());
        }
        rest.forEach(record -> account(record).endsWith(record.event().id()));
        List<Due> due = new ArrayList<>();
        for (Waiting record : rest) {
            Account account = account(record);
            deedsBefore(record.event().second(), due);
            due.add(account.isForged(record) ? record.at(account.newest) : account.accept(record));
        }
        deedsBefore(Long.MAX_VALUE, due);
        return due;
    }

    private Account account(Waiting record) {
        return accounts.computeIfAbsent(record.event().id().account(), unseen -> new Account());
    }

    private record Waiting(IamEvent event, byte[] record, long number) {
        static final Comparator<Waiting> ORDER = Comparator.comparingLong((Waiting one) -> one.event().second())
                .thenComparingLong(Waiting::number);

        Arrived at(long second) {
            return new Arrived(new IamEvent(event.id(), event.change(), event.call(), event.sha256(),
                    ScanClock.at(event.origin(), second)), record);
        }
    }

    private final class Account {
        private long newest = NEVER;
        private EventId last;

        void endsWith(EventId id) {
            last = id;
        }

        boolean isForged(Waiting record) {
            long second = record.event().second();
            return newest != NEVER && record.event().id().equals(last) && second > newest + memory
                    && AccountClock.isFuture(second, written * 1000);
        }

        Arrived accept(Waiting record) {
            newest = Math.max(newest, record.event().second());
            return record.at(record.event().second());
        }
    }
}
