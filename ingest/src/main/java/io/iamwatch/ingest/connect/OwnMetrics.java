package io.iamwatch.ingest.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** A plugin's metrics that know what was added through them, so that it can be taken back. */
final class OwnMetrics implements PluginMetrics {

    private final PluginMetrics plugin;
    private final List<MetricName> added = new ArrayList<>();
    private boolean closed;

    OwnMetrics(PluginMetrics plugin) {
        this.plugin = plugin;
    }

    @Override
    @SuppressWarnings("NonApiType") // Kafka's signature
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        return plugin.metricName(name, description, tags);
    }

    @Override
    public synchronized void addMetric(MetricName name, MetricValueProvider<?> value) {
        if (!closed) {
            plugin.addMetric(name, value);
            added.add(name);
        }
    }

    @Override
    public synchronized void removeMetric(MetricName name) {
        plugin.removeMetric(name);
        added.remove(name);
    }

    /**
     * Shows nothing new from now on. The worker takes a stopped task's metrics away: whoever still reads for a moment
     * must leave no name behind that the next task finds taken.
     */
    synchronized void close() {
        closed = true;
    }

    /** Takes back what was added. */
    synchronized void removeAll() {
        added.forEach(plugin::removeMetric);
        added.clear();
    }

    @Override
    public Sensor addSensor(String name) {
        return plugin.addSensor(name);
    }

    @Override
    public void removeSensor(String name) {
        plugin.removeSensor(name);
    }
}
