package io.iamwatch.ingest.connect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.PluginMetrics;

/** A number that may be shown. */
final class Meter {

    private final AtomicLong value = new AtomicLong();

    /** Returns a number, shown where there are metrics. */
    static Meter shown(Optional<PluginMetrics> plugin, String name, String description, Map<String, String> tags) {
        Meter meter = new Meter();
        Measurable read = (config, nowMs) -> meter.value.get();
        plugin.ifPresent(metrics -> metrics
                .addMetric(metrics.metricName(name, description, new LinkedHashMap<>(tags)), read));
        return meter;
    }

    void add(long count) {
        value.addAndGet(count);
    }

    void set(long now) {
        value.set(now);
    }

    long get() {
        return value.get();
    }
}
