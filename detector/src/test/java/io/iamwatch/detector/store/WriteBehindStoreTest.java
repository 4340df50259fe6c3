package io.iamwatch.detector.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.RocksDBStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on a real RocksDB gives what a sorted map gives, whatever is on its way, and keeps it. */
class WriteBehindStoreTest {

    @TempDir
    private Path folder;

    private final ExecutorService writers = Executors.newCachedThreadPool();
    private WriteBehindStore store;

    @BeforeEach
    void open() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "behind");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.BytesSerde.class.getName());
        var context = new MockProcessorContext<Void, Void>(settings, new TaskId(0, 0),
                folder.toFile());
        store = new WriteBehindStore(new RocksDBStore("accounts", "rocksdb"), writers);
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
        writers.shutdownNow();
    }

    @RepeatedTest(5)
    void isLikeASortedMap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<String, String> expected = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            String key = "k" + random.nextInt(5000);
            switch (random.nextInt(8)) {
                case 0 -> {
                    expected.remove(key);
                    store.put(Bytes.wrap(key.getBytes(UTF_8)), null);
                }
                case 1, 2, 3 -> {
                    expected.put(key, "v" + i);
                    store.putAll(List.of(KeyValue.pair(Bytes.wrap(key.getBytes(UTF_8)), ("v" + i).getBytes(UTF_8))));
                }
                case 4 -> {
                    String prefix = "k" + random.nextInt(500);
                    assertThat(scan(prefix)).as("seed %s", seed).containsExactlyElementsOf(entries(
                            expected.subMap(prefix, prefix + Character.MAX_VALUE)));
                }
                default -> {
                    byte[] value = store.get(Bytes.wrap(key.getBytes(UTF_8)));
                    assertThat(value == null ? null : new String(value, UTF_8)).as("seed %s", seed)
                            .isEqualTo(expected.get(key));
                }
            }
        }
        assertThat(scan("k")).as("seed %s", seed).containsExactlyElementsOf(entries(expected));
        store.commit(Map.of());
        List<String> all = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> iterator = store.all()) {
            iterator.forEachRemaining(entry -> all.add(entry.key + "=" + new String(entry.value, UTF_8)));
        }
        assertThat(all).as("seed %s", seed).containsExactlyElementsOf(entries(expected));
    }

    @Test
    void whatIsOnItsWayIsKeptByAClose() {
        store.put(Bytes.wrap("k".getBytes(UTF_8)), "v".getBytes(UTF_8));
        store.close();
        open();
        assertThat(new String(store.get(Bytes.wrap("k".getBytes(UTF_8))), UTF_8)).isEqualTo("v");
    }

    private List<String> scan(String prefix) {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> iterator = store.prefixScan(prefix, new StringSerializer())) {
            while (iterator.hasNext()) {
                Bytes peeked = iterator.peekNextKey();
                KeyValue<Bytes, byte[]> entry = iterator.next();
                assertThat(peeked).isEqualTo(entry.key);
                found.add(entry.key + "=" + new String(entry.value, UTF_8));
            }
        }
        return found;
    }

    private static List<String> entries(Map<String, String> map) {
        return map.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    }
}
