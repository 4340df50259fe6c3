package io.iamwatch.ingest.connect;

import io.iamwatch.contracts.cloudtrail.Route;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Counts since the task's start, through Connect's metrics of plugins (KIP-877). Events count where they were
 * decoded, written or not: {@code outcomes = events + rejected}.
 */
final class IngestMetrics {

    private final LongAdder kinesisRecords = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final Map<Route, LongAdder> events = new EnumMap<>(Route.class);

    private IngestMetrics() {
        for (Route route : Route.values()) {
            events.put(route, new LongAdder());
        }
    }

    /** Makes the counters and, where the worker has metrics for plugins, shows them there. */
    static IngestMetrics in(SourceTaskContext context) {
        IngestMetrics metrics = new IngestMetrics();
        PluginMetrics plugin = pluginMetrics(context);
        if (plugin != null) {
            metrics.register(plugin);
        }
        return metrics;
    }

    private static PluginMetrics pluginMetrics(SourceTaskContext context) {
        try {
            return context.pluginMetrics();
        } catch (NoSuchMethodError | NoClassDefFoundError olderWorker) {
            return null;
        }
    }

    private void register(PluginMetrics plugin) {
        show(plugin, "kinesis-records-total", "Kinesis records read", Map.of(), kinesisRecords);
        show(plugin, "rejected-total", "units that are no usable CloudTrail record", Map.of(), rejected);
        events.forEach((route, count) -> show(plugin, "events-total", "CloudTrail records decoded, by route",
                Map.of("route", route.name().toLowerCase(Locale.ROOT)), count));
    }

    private static void show(PluginMetrics plugin, String name, String description, Map<String, String> tags,
            LongAdder count) {
        Measurable sum = (config, nowMs) -> count.sum();
        plugin.addMetric(plugin.metricName(name, description, new LinkedHashMap<>(tags)), sum);
    }

    void kinesisRecord() {
        kinesisRecords.increment();
    }

    void event(Route route) {
        events.get(route).increment();
    }

    void rejected() {
        rejected.increment();
    }
}
