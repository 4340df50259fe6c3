package io.iamwatch.detector.topology;

import io.iamwatch.detector.state.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The core's memory in a store of Kafka Streams. */
record StoreKeyValues(KeyValueStore<String, byte[]> store) implements KeyValues {

    @Override
    public byte[] get(String key) {
        return store.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public void putAll(Map<String, byte[]> entries) {
        List<KeyValue<String, byte[]>> all = new ArrayList<>(entries.size());
        entries.forEach((key, value) -> all.add(KeyValue.pair(key, value)));
        store.putAll(all);
    }

    @Override
    public void each(String prefix, BiPredicate<String, byte[]> goesOn) {
        try (KeyValueIterator<String, byte[]> entries = store.prefixScan(prefix, new StringSerializer())) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                if (!goesOn.test(entry.key, entry.value)) {
                    return;
                }
            }
        }
    }
}
