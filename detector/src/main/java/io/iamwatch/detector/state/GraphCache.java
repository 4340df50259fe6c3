package io.iamwatch.detector.state;

import io.iamwatch.detector.detection.AccountClock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decoded state, kept for the next event: the same principals appear again and again. What was not asked for the
 * longest goes first. It belongs to the one thread that writes the store.
 */
public final class GraphCache {

    /** What an entry takes beside its facts. */
    private static final int ENTRY_BYTES = 256;

    private static final int MAX_CLOCKS = 1000;

    private record Entry(Remembered remembered, long bytes) {
    }

    private final long capacity;
    private final Map<String, Entry> nodes = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, AccountClock> clocks = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AccountClock> eldest) {
            return size() > MAX_CLOCKS;
        }
    };
    private long bytes;

    /**
     * Creates an empty one.
     *
     * @param capacity in bytes as facts are stored; decoded they take some four times as much. What was put last stays
     *     even if it is larger
     */
    public GraphCache(long capacity) {
        this.capacity = capacity;
    }

    /** Returns what stands under a key of the store; null where that is not known here. */
    Remembered node(String key) {
        Entry entry = nodes.get(key);
        return entry == null ? null : entry.remembered();
    }

    void put(String key, Remembered remembered) {
        Entry entry = new Entry(remembered, ENTRY_BYTES + size(remembered));
        Entry before = nodes.put(key, entry);
        bytes += entry.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Entry> eldest = nodes.values().iterator();
        while (bytes > capacity && nodes.size() > 1) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    private static long size(Remembered remembered) {
        long size = 0;
        for (byte[] fact : remembered.factBytes()) {
            size += fact.length;
        }
        return size;
    }

    AccountClock clock(String account) {
        return clocks.get(account);
    }

    void put(String account, AccountClock clock) {
        clocks.put(account, clock);
    }
}
