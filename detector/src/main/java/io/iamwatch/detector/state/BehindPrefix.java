package io.iamwatch.detector.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** A part of a store: what stands behind a prefix, under keys without it. */
public record BehindPrefix(String prefix, KeyValues store) implements KeyValues {

    @Override
    public byte[] get(String key) {
        return store.get(prefix + key);
    }

    @Override
    public void put(String key, byte[] value) {
        store.put(prefix + key, value);
    }

    @Override
    public void putAll(Map<String, byte[]> entries) {
        Map<String, byte[]> prefixed = new LinkedHashMap<>();
        entries.forEach((key, value) -> prefixed.put(prefix + key, value));
        store.putAll(prefixed);
    }

    @Override
    public void each(String keyPrefix, BiPredicate<String, byte[]> goesOn) {
        store.each(prefix + keyPrefix, (key, value) -> goesOn.test(key.substring(prefix.length()), value));
    }

    /** Deletes all that stands there. */
    public void clear() {
        Map<String, byte[]> gone = new LinkedHashMap<>();
        store.each(prefix, (key, value) -> {
            gone.put(key, null);
            return true;
        });
        store.putAll(gone);
    }
}
