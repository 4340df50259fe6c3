package io.iamwatch.detector.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many records of each partition were dropped before the topology saw them, since this detector started. */
final class DroppedRecords {

    private final Map<Integer, LongAdder> byPartition = new ConcurrentHashMap<>();

    void add(int partition, int count) {
        byPartition.computeIfAbsent(partition, unseen -> new LongAdder()).add(count);
    }

    long of(int partition) {
        LongAdder count = byPartition.get(partition);
        return count == null ? 0 : count.sum();
    }
}
