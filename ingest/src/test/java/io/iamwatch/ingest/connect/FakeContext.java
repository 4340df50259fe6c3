package io.iamwatch.ingest.connect;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a worker gives a connector and its tasks: the offsets of what was committed, and metrics. */
final class FakeContext implements SourceTaskContext, SourceConnectorContext, OffsetStorageReader {

    private final Map<Map<String, ?>, Map<String, Object>> offsets = new ConcurrentHashMap<>();
    private final Map<String, Measurable> metrics = new ConcurrentHashMap<>();
    private final AtomicInteger reconfigurations = new AtomicInteger();
    private final boolean withMetrics;

    FakeContext(boolean withMetrics) {
        this.withMetrics = withMetrics;
    }

    /** Stores the offsets of records, in order, as a committed transaction does. */
    void commit(List<SourceRecord> records) {
        records.forEach(record -> put(record.sourcePartition(), record.sourceOffset()));
    }

    void put(Map<String, ?> partition, Map<String, ?> offset) {
        offsets.put(Map.copyOf(partition), new HashMap<>(offset));
    }

    double metric(String name) {
        return metrics.get(name).measure(new MetricConfig(), 0);
    }

    /** Returns how often the connector asked for its tasks to be configured anew. */
    int reconfigurations() {
        return reconfigurations.get();
    }

    /** A worker shows the metrics of a task no more once it has stopped. */
    void taskStopped() {
        metrics.clear();
    }

    /** Returns how many metrics are shown. */
    int names() {
        return metrics.size();
    }

    @Override
    public void requestTaskReconfiguration() {
        reconfigurations.incrementAndGet();
    }

    @Override
    public void raiseError(Exception failure) {
        throw new UnsupportedOperationException(failure);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public OffsetStorageReader offsetStorageReader() {
        return this;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        return withMetrics ? new Recorder() : null;
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
        return offsets.get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, offsets.get(partition)));
        return found;
    }

    private final class Recorder implements PluginMetrics {
        @Override
        @SuppressWarnings("NonApiType") // Kafka's signature
        public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
            return new MetricName(name, "plugins", description, tags);
        }

        @Override
        public void addMetric(MetricName name, MetricValueProvider<?> value) {
            if (metrics.putIfAbsent(shown(name), (Measurable) value) != null) {
                throw new IllegalArgumentException("A metric named '" + name + "' already exists");
            }
        }

        @Override
        public void removeMetric(MetricName name) {
            metrics.remove(shown(name));
        }

        private static String shown(MetricName name) {
            return name.name() + String.join("", name.tags().values());
        }

        @Override
        public Sensor addSensor(String name) {
            return new Metrics().sensor(name);
        }

        @Override
        public void removeSensor(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
