package io.iamwatch.detector.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.RocksDBStore;

/**
 * Makes the stores of a topology's tasks, on disk by RocksDB, written behind the thread that judges. A thread that
 * writes ends when for a minute there is nothing to write.
 *
 * @param name the store's
 */
public record WriteBehindSupplier(String name) implements KeyValueBytesStoreSupplier {

    private static final ExecutorService WRITERS = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("state-writer-", 1).factory());
    private static final String ROCKSDB = "rocksdb";

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new WriteBehindStore(new RocksDBStore(name, ROCKSDB), WRITERS);
    }

    @Override
    public String metricsScope() {
        return ROCKSDB;
    }
}
