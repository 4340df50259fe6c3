package io.iamwatch.deploy.bench;

import io.iamwatch.detector.topology.DetectorService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what a broker was filled with and drops what it reads: what no consumer in Java can be faster than by much.
 * Default settings but for {@code read_committed} and fetches and buffers as large as the detector's; byte arrays
 * as values, as everyone reads them; no group, no commits. The clock runs from the first records that any consumer
 * gets until each consumer has seen the last record of its partitions.
 */
final class BareReader {

    private final Map<String, Object> settings;
    private final Map<TopicPartition, Long> ends;
    private final InstantSource wallClock;

    BareReader(Map<String, Object> client, Map<TopicPartition, Long> ends, InstantSource wallClock) {
        this.wallClock = wallClock;
        this.settings = new HashMap<>(client);
        this.settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, DetectorService.FETCH_BYTES);
        this.settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, DetectorService.POLL_RECORDS);
        this.settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, DetectorService.RECEIVE_BUFFER_BYTES);
        this.ends = ends;
    }

    /** Reads everything once, the partitions shared out among threads, and returns how long it took. */
    Duration read(int threads) throws InterruptedException {
        AtomicReference<Instant> start = new AtomicReference<>();
        try (ExecutorService readers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> ended = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                List<TopicPartition> share = share(thread, threads);
                ended.add(readers.submit(() -> read(share, start)));
            }
            for (Future<?> end : ended) {
                end.get();
            }
            return Duration.between(start.get(), wallClock.instant());
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the bare reader failed", failure.getCause());
        }
    }

    private List<TopicPartition> share(int thread, int threads) {
        return ends.keySet().stream().filter(p -> p.partition() % threads == thread).toList();
    }

    private void read(List<TopicPartition> share, AtomicReference<Instant> start) {
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(share);
            consumer.seekToBeginning(share);
            long left = share.stream().mapToLong(ends::get).sum();
            while (left > 0) {
                var records = consumer.poll(Duration.ofMillis(100));
                if (start.get() == null && !records.isEmpty()) {
                    start.compareAndSet(null, wallClock.instant());
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    left -= record.value() == null ? 0 : 1;
                }
            }
        }
    }
}
