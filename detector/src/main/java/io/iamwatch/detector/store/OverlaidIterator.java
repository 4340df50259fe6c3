package io.iamwatch.detector.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** The entries of a store as they are once some more are written, in the order of their keys. */
final class OverlaidIterator implements KeyValueIterator<Bytes, byte[]> {

    private final Deque<KeyValue<Bytes, byte[]>> over = new ArrayDeque<>();
    private final KeyValueIterator<Bytes, byte[]> under;
    private KeyValue<Bytes, byte[]> next;

    /**
     * Creates one.
     *
     * @param over what is to be written; a value of null deletes
     * @param under what is written; it is closed with this one
     */
    OverlaidIterator(NavigableMap<Bytes, byte[]> over, KeyValueIterator<Bytes, byte[]> under) {
        for (Map.Entry<Bytes, byte[]> entry : over.entrySet()) {
            this.over.add(KeyValue.pair(entry.getKey(), entry.getValue()));
        }
        this.under = under;
        advance();
    }

    private void advance() {
        do {
            next = smallest();
        } while (next != null && next.value == null);
    }

    /** The smaller of both; of the same key what is to be written, and what is written is passed over. */
    private KeyValue<Bytes, byte[]> smallest() {
        if (over.isEmpty()) {
            return under.hasNext() ? under.next() : null;
        }
        if (under.hasNext()) {
            int order = over.peek().key.compareTo(under.peekNextKey());
            if (order > 0) {
                return under.next();
            }
            if (order == 0) {
                under.next();
            }
        }
        return over.remove();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        KeyValue<Bytes, byte[]> found = next;
        if (found == null) {
            throw new NoSuchElementException("no more entries");
        }
        advance();
        return found;
    }

    @Override
    public Bytes peekNextKey() {
        if (next == null) {
            throw new NoSuchElementException("no more entries");
        }
        return next.key;
    }

    @Override
    public void close() {
        under.close();
    }
}
