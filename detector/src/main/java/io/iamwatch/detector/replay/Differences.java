package io.iamwatch.detector.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.detector.state.KeyValues;
import io.iamwatch.detector.state.WriteBatch;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** What a variant remembers, as far as it differs from what the first of its family does. */
final class Differences implements KeyValues {

    private final KeyValues.InMemory base;
    /** What is absent here, and present in the base, is null. */
    private final TreeMap<String, byte[]> own = new TreeMap<>();
    private final Set<String> unsettled = new HashSet<>();

    /**
     * Begins with all that differs.
     *
     * @param remembered what the variant remembers
     */
    Differences(KeyValues.InMemory base, KeyValues.InMemory remembered) {
        this.base = base;
        own.putAll(remembered.entries());
        base.entries().keySet().forEach(key -> own.putIfAbsent(key, null));
        own.keySet().removeIf(this::isAlike);
    }

    private boolean isAlike(String key) {
        return Arrays.equals(own.get(key), base.get(key));
    }

    NavigableMap<String, ?> asMap() {
        return own;
    }

    @Override
    public byte[] get(String key) {
        return own.containsKey(key) ? own.get(key) : base.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        own.put(key, value);
        unsettled.add(key);
    }

    @Override
    public void putAll(Map<String, byte[]> entries) {
        entries.forEach(this::put);
    }

    @Override
    public void each(String prefix, BiPredicate<String, byte[]> goesOn) {
        WriteBatch both = new WriteBatch(base);
        for (Map.Entry<String, byte[]> entry : own.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            both.put(entry.getKey(), entry.getValue());
        }
        both.each(prefix, goesOn);
    }

    /** The base is about to change: what it is going to lose stays here. */
    void keep(Iterable<String> keys) {
        for (String key : keys) {
            if (!own.containsKey(key)) {
                put(key, base.get(key));
            }
        }
    }

    /** The base has changed: forgets what is the same there by now. */
    void settle() {
        unsettled.stream().filter(this::isAlike).forEach(own::remove);
        unsettled.clear();
    }

    /** Returns the bytes of keys, in UTF-8, and values by which this is larger than the base. */
    long moreBytes() {
        return own.entrySet().stream().mapToLong(entry -> bytes(entry.getKey(), entry.getValue())
                - bytes(entry.getKey(), base.get(entry.getKey()))).sum();
    }

    static long bytes(String key, byte[] value) {
        return value == null ? 0 : key.getBytes(UTF_8).length + value.length;
    }

    /** Returns all that the variant remembers. */
    KeyValues.InMemory remembered() {
        TreeMap<String, byte[]> all = new TreeMap<>(base.entries());
        own.forEach(new KeyValues.InMemory(all)::put);
        return new KeyValues.InMemory(all);
    }
}
