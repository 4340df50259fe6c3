package io.iamwatch.detector.state;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

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

    /** Shows what is written and what is pending, as if that were written too. */
    @Override
    public void each(String prefix, BiPredicate<String, byte[]> goesOn) {
        Deque<String> waiting = pending.keySet().stream().filter(key -> key.startsWith(prefix)).sorted()
                .collect(Collectors.toCollection(ArrayDeque::new));
        if (waiting.isEmpty()) {
            store.each(prefix, goesOn);
            return;
        }
        boolean[] on = {true};
        store.each(prefix, (key, value) -> {
            while (on[0] && !waiting.isEmpty() && waiting.peek().compareTo(key) < 0) {
                on[0] = show(waiting.remove(), goesOn);
            }
            if (on[0] && !pending.containsKey(key)) {
                on[0] = goesOn.test(key, value);
            }
            return on[0];
        });
        while (on[0] && !waiting.isEmpty()) {
            on[0] = show(waiting.remove(), goesOn);
        }
    }

    private boolean show(String key, BiPredicate<String, byte[]> goesOn) {
        byte[] value = pending.get(key);
        return value == null || goesOn.test(key, value);
    }

    /** Returns what is pending; null deletes. */
    public Map<String, byte[]> pending() {
        return Collections.unmodifiableMap(pending);
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
