package io.iamwatch.detector.store;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Kafka Streams' RocksDB store, written by another thread than the one that judges: a fourth of the time that a
 * judgement took went there. The changelog, which decides what stands after a crash, is written before and at once,
 * by the layer above; Streams asks for a commit before it takes a store for as new as its changelog, and then
 * nothing is on its way. Where Streams restores a store it writes to RocksDB itself.
 *
 * <p>
 * The position of interactive queries, of which iamwatch has none, is not kept.
 */
final class WriteBehindStore implements KeyValueStore<Bytes, byte[]> {

    private final RocksDBStore rocks;
    private final WritesBehind behind;

    WriteBehindStore(RocksDBStore rocks, ExecutorService writers) {
        this.rocks = rocks;
        this.behind = new WritesBehind(this::write, writers);
    }

    private void write(NavigableMap<Bytes, byte[]> entries) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
                rocks.addToBatch(KeyValue.pair(entry.getKey().get(), entry.getValue()), batch);
            }
            rocks.write(batch);
        } catch (RocksDBException failure) {
            throw new ProcessorStateException("Error while writing to store " + name(), failure);
        }
    }

    @Override
    public String name() {
        return rocks.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        rocks.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        behind.settle();
        rocks.commit(changelogOffsets);
    }

    /** Deprecated since a later Kafka wants it of all stores; this one asks still, and the answer is RocksDB's. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean managesOffsets() {
        return rocks.managesOffsets();
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return rocks.committedOffset(partition);
    }

    @Override
    public void close() {
        try {
            behind.settle();
        } finally {
            rocks.close();
        }
    }

    @Override
    public boolean persistent() {
        return rocks.persistent();
    }

    @Override
    public boolean isOpen() {
        return rocks.isOpen();
    }

    @Override
    public Position getPosition() {
        return rocks.getPosition();
    }

    @Override
    public void put(Bytes key, byte[] value) {
        behind.put(key, value);
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> behind.put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    @Override
    public byte[] get(Bytes key) {
        return behind.holds(key) ? behind.get(key) : rocks.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        behind.settle();
        return rocks.range(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        behind.settle();
        return rocks.reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        behind.settle();
        return rocks.all();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        behind.settle();
        return rocks.reverseAll();
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        NavigableMap<Bytes, byte[]> onTheirWay = behind.beginning(serializer.serialize(null, prefix));
        KeyValueIterator<Bytes, byte[]> stored = rocks.prefixScan(prefix, serializer);
        return onTheirWay.isEmpty() ? stored : new OverlaidIterator(onTheirWay, stored);
    }

    /** An estimate, of what is written. */
    @Override
    public long approximateNumEntries() {
        return rocks.approximateNumEntries();
    }
}
