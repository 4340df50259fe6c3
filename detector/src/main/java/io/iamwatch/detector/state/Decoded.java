package io.iamwatch.detector.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stored bytes say, for several who read the same arrays from memory: each is decoded once. The array itself
 * is what is asked by, so nothing here can be out of date. What was not asked for the longest goes first. It
 * belongs to one thread.
 */
public final class Decoded {

    private final long capacity;
    private final Map<Bytes, Remembered> nodes = new LinkedHashMap<>(64, 0.75f, true);
    private long size;

    /**
     * Creates an empty one.
     *
     * @param capacity in bytes as nodes are stored
     */
    public Decoded(long capacity) {
        this.capacity = capacity;
    }

    /** An array that is equal to none but itself. */
    @SuppressWarnings("ArrayRecordComponent") // That is what it is for.
    private record Bytes(byte[] array) {

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && bytes.array == array;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(array);
        }
    }

    Remembered node(byte[] bytes) {
        Remembered known = bytes == null ? Remembered.NOTHING : nodes.get(new Bytes(bytes));
        if (known == null) {
            known = StateFormat.node(bytes);
            put(bytes, known);
        }
        return known;
    }

    void put(byte[] bytes, Remembered remembered) {
        if (nodes.put(new Bytes(bytes), remembered) == null) {
            size += bytes.length;
        }
        Iterator<Bytes> eldest = nodes.keySet().iterator();
        while (size > capacity && nodes.size() > 1) {
            size -= eldest.next().array().length;
            eldest.remove();
        }
    }
}
