package io.iamwatch.detector.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What is to be written of one record, and is written together: a store takes several entries at once for little
 * more than one, and of a judgement that fails half-way nothing stays. It belongs to the one thread that writes the
 * store.
 */
public final class WriteBatch implements KeyValues {

    private final KeyValues store;
    private final Map<String, byte[]> pending = new LinkedHashMap<>();

    /** Creates an empty one for a store. */
    public WriteBatch(KeyValues store) {
        this.store = store;
    }

    @Override
    public byte[] get(String key) {
        return pending.containsKey(key) ? pending.get(key) : store.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        pending.put(key, value);
    }

    @Override
    public void putAll(Map<String, byte[]> entries) {
        pending.putAll(entries);
    }

    /**
     * Shows what is written.
     *
     * @throws IllegalStateException while something is pending: it would not be all
     */
    @Override
    public void each(String prefix, BiPredicate<String, byte[]> goesOn) {
        if (!pending.isEmpty()) {
            throw new IllegalStateException("entries are read by prefix before those that are pending are written");
        }
        store.each(prefix, goesOn);
    }

    /** Writes what is pending. */
    public void write() {
        if (!pending.isEmpty()) {
            store.putAll(pending);
            pending.clear();
        }
    }

    /** Forgets what is pending. */
    public void drop() {
        pending.clear();
    }
}
