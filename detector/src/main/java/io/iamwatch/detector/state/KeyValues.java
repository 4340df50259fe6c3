package io.iamwatch.detector.state;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Where bytes are kept under names: a store on disk, or memory. */
public interface KeyValues {

    /** Returns what stands under a key; null where nothing does. */
    byte[] get(String key);

    /** Writes; null deletes. */
    void put(String key, byte[] value);

    /** Writes several at once; null deletes. */
    void putAll(Map<String, byte[]> entries);

    /** Shows what stands under keys with a prefix, in their order, until it has been seen enough of. */
    void each(String prefix, BiPredicate<String, byte[]> goesOn);

    /** Returns an empty memory. */
    static KeyValues inMemory() {
        return new InMemory(new TreeMap<>());
    }

    /** In memory. */
    record InMemory(TreeMap<String, byte[]> entries) implements KeyValues {

        @Override
        public byte[] get(String key) {
            return entries.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            if (value == null) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        }

        @Override
        public void putAll(Map<String, byte[]> written) {
            written.forEach(this::put);
        }

        @Override
        public void each(String prefix, BiPredicate<String, byte[]> goesOn) {
            for (Map.Entry<String, byte[]> entry : entries.tailMap(prefix, true).entrySet()) {
                if (!entry.getKey().startsWith(prefix) || !goesOn.test(entry.getKey(), entry.getValue())) {
                    return;
                }
            }
        }
    }
}
