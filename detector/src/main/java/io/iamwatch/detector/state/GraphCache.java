package io.iamwatch.detector.state;

import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.RecentCallers;
import io.iamwatch.detector.event.Subject;
import io.iamwatch.detector.iam.AdminSpans;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Decoded state, kept for the next event: the same principals appear again and again. What was not asked for the
 * longest goes first. It belongs to the one thread that writes the store.
 */
public final class GraphCache {

    /** What an entry takes beside what is stored. */
    private static final int ENTRY_BYTES = 256;

    private static final int MAX_CLOCKS = 1000;
    private static final int MAX_COUNTS = 2000;
    private static final int MAX_RECENT = 1000;
    private static final int MAX_LINKED = 10_000;
    /** A list of links that takes more letters than this is read anew. */
    private static final int MAX_LINKED_LETTERS = 2048;
    private static final int MAX_LISTS_OF_ADMINISTRATORS = 1000;
    /** A list of administrators that holds more intervals than this is read anew. */
    private static final int MAX_SPANS = 16;

    private record Entry(Remembered remembered, long bytes) {
    }

    private final long capacity;
    private final Optional<Decoded> decoded;
    private final Map<String, Entry> nodes = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, AccountClock> clocks = newestOf(MAX_CLOCKS);
    private final Map<String, List<Subject>> linked = newestOf(MAX_LINKED);
    private final Map<String, Integer> counts = newestOf(MAX_COUNTS);
    private final Map<String, RecentCallers> recent = newestOf(MAX_RECENT);
    private final Map<String, List<AdminSpans>> administrators = newestOf(MAX_LISTS_OF_ADMINISTRATORS);
    private long bytes;

    /**
     * Creates an empty one.
     *
     * @param capacity in bytes as nodes are stored; decoded they take some four times as much. What was put last stays
     *     even if it is larger
     */
    public GraphCache(long capacity) {
        this(capacity, Optional.empty());
    }

    /** Creates an empty one; what is decoded elsewhere is not decoded again. */
    public GraphCache(long capacity, Optional<Decoded> decoded) {
        this.capacity = capacity;
        this.decoded = decoded;
    }

    /** Returns what bytes of the store say. */
    Remembered decode(byte[] bytes) {
        return decoded.map(known -> known.node(bytes)).orElseGet(() -> StateFormat.node(bytes));
    }

    /** Tells what bytes say that come to the store. */
    void decoded(byte[] bytes, Remembered remembered) {
        decoded.ifPresent(known -> known.put(bytes, remembered));
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
        long size = remembered.rest().length;
        for (byte[] fact : remembered.factBytes()) {
            size += fact.length;
        }
        return size;
    }

    private static <T> Map<String, T> newestOf(int count) {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > count;
            }
        };
    }

    /** Returns from where there are links that begin with a key of the store; null where that is not known here. */
    List<Subject> linked(String prefix) {
        return linked.get(prefix);
    }

    /** Remembers all links that there are, if they are few and short. */
    void put(String prefix, List<Subject> all) {
        if (prefix.length() + all.stream().mapToInt(one -> one.name().length()).sum() <= MAX_LINKED_LETTERS) {
            linked.put(prefix, all);
        }
    }

    /** A link came or went. */
    void forgetLinked(String prefix) {
        linked.remove(prefix);
    }

    /** Returns how many entries begin with a key of the store, as far as somebody counted them. */
    int count(String prefix, IntSupplier counting) {
        Integer known = counts.get(prefix);
        if (known == null) {
            known = counting.getAsInt();
            counts.put(prefix, known);
        }
        return known;
    }

    /** An entry came or went. */
    void forgetCount(String prefix) {
        counts.remove(prefix);
    }

    /** Returns who called lately in an account; null where that is not known here. */
    RecentCallers recent(String account) {
        return recent.get(account);
    }

    /** Remembers who called lately in an account; what changes there has to change it. */
    void putRecent(String account, RecentCallers callers) {
        recent.put(account, callers);
    }

    /** Returns the administrators whose keys begin with a key of the store; null where that is not known here. */
    List<AdminSpans> administrators(String prefix) {
        return administrators.get(prefix);
    }

    /** Remembers all administrators that there are, if they are few: of most accounts' roles none is one. */
    void putAdministrators(String prefix, List<AdminSpans> all) {
        if (all.stream().mapToInt(one -> one.spans().size()).sum() <= MAX_SPANS) {
            administrators.put(prefix, all);
        }
    }

    /** Somebody became an administrator, or is none any more. */
    void forgetAdministrators(String prefix) {
        administrators.remove(prefix);
    }

    /** Forgets everything: what was put here may not have come to the store. */
    public void clear() {
        nodes.clear();
        clocks.clear();
        linked.clear();
        counts.clear();
        recent.clear();
        administrators.clear();
        bytes = 0;
    }

    AccountClock clock(String account) {
        return clocks.get(account);
    }

    void put(String account, AccountClock clock) {
        clocks.put(account, clock);
    }
}
