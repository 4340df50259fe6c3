package io.iamwatch.alerting.console.view;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The newest version of each incident that {@code iamwatch.incidents} holds. One thread puts, any thread asks.
 *
 * <p>
 * An incident is put in the order of its partition, so that whoever has got all changes up to some positions lacks
 * exactly those incidents whose newest version stands behind them: it does not matter which instance gave them.
 */
public final class IncidentView {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Entry> byUid = new HashMap<>();
    private final NavigableMap<Long, Entry> byChange = new TreeMap<>();
    private Positions positions = Positions.NONE;
    private long changes;
    private boolean complete;

    private record Entry(IncidentRow row, Packed incident, int partition, long offset, long change) {
    }

    /**
     * A page of a list.
     *
     * @param rows in order
     * @param total how many rows all pages have together
     * @param positions what it takes into account
     */
    public record Page(List<IncidentRow> rows, int total, Positions positions) {
    }

    /** An incident that is another one now, and the place of this version. */
    public record Changed(IncidentRow row, int partition, long offset) {
    }

    /**
     * What has changed.
     *
     * @param incidents newest versions only, in the order of their partitions
     * @param until up to where this goes; asked from there on, nothing is missing and nothing comes twice
     */
    public record Changes(List<Changed> incidents, long until) {
    }

    /** Takes a version of an incident, which replaces the one before. */
    public void put(IncidentRow row, Packed incident, int partition, long offset) {
        lock.lock();
        try {
            Entry entry = new Entry(row, incident, partition, offset, ++changes);
            Entry before = byUid.put(row.uid(), entry);
            if (before != null) {
                byChange.remove(before.change);
            }
            byChange.put(entry.change, entry);
            passed(partition, offset);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets an incident that the topic has no more. */
    public void remove(String uid, int partition, long offset) {
        lock.lock();
        try {
            Entry before = byUid.remove(uid);
            if (before != null) {
                byChange.remove(before.change);
            }
            passed(partition, offset);
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a record was read which tells nothing. */
    public void skip(int partition, long offset) {
        lock.lock();
        try {
            passed(partition, offset);
        } finally {
            lock.unlock();
        }
    }

    private void passed(int partition, long offset) {
        positions = positions.with(partition, offset);
        changed.signalAll();
    }

    /** Says that everything has been read that was there when reading began. */
    public void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether everything has been read that was there when reading began: before, answers lack something. */
    public boolean isComplete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how far it has read. */
    public Positions positions() {
        lock.lock();
        try {
            return positions;
        } finally {
            lock.unlock();
        }
    }

    /** Returns all of them, in no order. */
    public List<IncidentRow> rows() {
        lock.lock();
        try {
            return byUid.values().stream().map(Entry::row).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many incidents there are. */
    public int size() {
        lock.lock();
        try {
            return byUid.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns a page of those that a query asks for. Sorting is done outside of the lock. */
    public Page page(ListQuery query) {
        List<IncidentRow> rows;
        Positions at;
        lock.lock();
        try {
            rows = byUid.values().stream().map(Entry::row).filter(query.filter()::passes).toList();
            at = positions;
        } finally {
            lock.unlock();
        }
        List<IncidentRow> page = rows.stream().sorted(query.order().comparator())
                .skip((query.page() - 1L) * query.size()).limit(query.size()).toList();
        return new Page(page, rows.size(), at);
    }

    /** Returns the newest version of an incident; empty where there is none. */
    public Optional<Packed> find(String uid) {
        lock.lock();
        try {
            return Optional.ofNullable(byUid.get(uid)).map(Entry::incident);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a version of an incident.
     *
     * @param which whether it may be that incident
     * @param wanted whether it is that version; asked once a version
     * @return that version; empty when it has not come within the limit
     * @throws InterruptedException if interrupted while waiting
     */
    public Optional<Packed> await(Predicate<IncidentRow> which, Predicate<Packed> wanted, Duration limit)
            throws InterruptedException {
        long left = limit.toNanos();
        long seen = -1;
        lock.lockInterruptibly();
        try {
            while (true) {
                for (Entry entry : byChange.tailMap(seen, false).values()) {
                    if (which.test(entry.row) && wanted.test(entry.incident)) {
                        return Optional.of(entry.incident);
                    }
                }
                seen = changes;
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what somebody lacks who has read that far, oldest first: at once, also where that is nothing.
     *
     * @return empty if those positions are not of this topic as it is now, or of a reader that is further than this
     * one: then a list has to be read anew
     */
    public Optional<Changes> behind(Positions read) {
        lock.lock();
        try {
            if (!positions.reach(read)) {
                return Optional.empty();
            }
            return Optional.of(new Changes(byChange.values().stream()
                    .filter(entry -> !read.cover(entry.partition, entry.offset)).map(IncidentView::told).toList(),
                    changes));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for what comes behind a change.
     *
     * @param change {@link Changes#until()} of what was got before
     * @return what came, which is nothing when nothing came within the limit
     * @throws InterruptedException if interrupted while waiting
     */
    public Changes after(long change, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (changes == change && left > 0) {
                left = changed.awaitNanos(left);
            }
            return new Changes(byChange.tailMap(change, false).values().stream().map(IncidentView::told).toList(),
                    changes);
        } finally {
            lock.unlock();
        }
    }

    private static Changed told(Entry entry) {
        return new Changed(entry.row, entry.partition, entry.offset);
    }

}
