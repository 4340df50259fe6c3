package io.iamwatch.detector.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Entries on their way to a store. They are gathered until they are many, and then written together by another
 * thread, while the next ones are gathered: what is written again meanwhile is written once. Whoever asks is told
 * what stands after the last write. It belongs to the one thread that writes and reads the store.
 */
final class WritesBehind {

    /** As many as make a batch that costs little more than its bytes. */
    static final int MAX_ENTRIES = 2000;
    /** What may wait in memory, twice: gathered, and being written. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /** The order of {@link Bytes}, by an intrinsic: keys of one account begin with the same letters. */
    private static final Comparator<Bytes> ORDER = (one, other) -> Arrays.compareUnsigned(one.get(), other.get());

    private final Consumer<NavigableMap<Bytes, byte[]>> target;
    private final ExecutorService writers;
    private NavigableMap<Bytes, byte[]> gathered = new TreeMap<>(ORDER);
    private NavigableMap<Bytes, byte[]> written = new TreeMap<>(ORDER);
    private Future<?> writing;
    private long bytes;

    /**
     * Creates one without entries.
     *
     * @param target writes entries; a value of null deletes. It is called by one thread at a time
     */
    WritesBehind(Consumer<NavigableMap<Bytes, byte[]>> target, ExecutorService writers) {
        this.target = target;
        this.writers = writers;
    }

    /** Takes an entry; a value of null deletes what stands there. */
    void put(Bytes key, byte[] value) {
        gathered.put(key, value);
        bytes += key.get().length + (value == null ? 0 : value.length);
        if (gathered.size() >= MAX_ENTRIES || bytes >= MAX_BYTES) {
            hand();
        }
    }

    /** Returns whether an entry is on its way. */
    boolean holds(Bytes key) {
        return gathered.containsKey(key) || written.containsKey(key);
    }

    /** Returns what an entry on its way holds; null where it deletes. */
    byte[] get(Bytes key) {
        return gathered.containsKey(key) ? gathered.get(key) : written.get(key);
    }

    /** Returns the entries on their way whose keys begin so; a value of null deletes. */
    NavigableMap<Bytes, byte[]> beginning(byte[] prefix) {
        NavigableMap<Bytes, byte[]> found = new TreeMap<>(ORDER);
        addBeginning(found, written, prefix);
        addBeginning(found, gathered, prefix);
        return found;
    }

    private static void addBeginning(NavigableMap<Bytes, byte[]> found, NavigableMap<Bytes, byte[]> entries,
            byte[] prefix) {
        for (Map.Entry<Bytes, byte[]> entry : entries.tailMap(Bytes.wrap(prefix), true).entrySet()) {
            byte[] key = entry.getKey().get();
            if (key.length < prefix.length || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                return;
            }
            found.put(entry.getKey(), entry.getValue());
        }
    }

    /**
     * Returns once everything is written.
     *
     * @throws RuntimeException what the target threw, now and from then on: what was lost then is not in the store
     */
    void settle() {
        hand();
        await();
    }

    private void hand() {
        await();
        if (!gathered.isEmpty()) {
            NavigableMap<Bytes, byte[]> batch = gathered;
            written = batch;
            gathered = new TreeMap<>(ORDER);
            bytes = 0;
            writing = writers.submit(() -> target.accept(batch));
        }
    }

    private void await() {
        if (writing == null) {
            return;
        }
        try {
            writing.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while state was written", interrupted);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("state was not written", failure.getCause());
        }
        writing = null;
        written = new TreeMap<>(ORDER);
    }
}
