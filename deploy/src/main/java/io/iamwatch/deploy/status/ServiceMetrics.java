package io.iamwatch.deploy.status;

import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/** The metrics of a process: of its JVM, and of what Kafka Streams tells of each application. */
public final class ServiceMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<AutoCloseable> binders = new ArrayList<>();

    /** Begins with the JVM's. */
    public ServiceMetrics() {
        bind(new JvmMemoryMetrics());
        bind(new JvmThreadMetrics());
        bind(new ProcessorMetrics());
        bind(new UptimeMetrics());
        JvmGcMetrics collections = new JvmGcMetrics();
        bind(collections);
        binders.add(collections);
    }

    /** Adds those of an application of Streams, the processors' own among them. */
    public synchronized void add(KafkaStreams streams) {
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams);
        bind(metrics);
        binders.add(metrics);
    }

    /** Adds how often what became of notifications, for these sinks. */
    public synchronized void add(DeliveryCounts deliveries, List<String> sinks) {
        for (String sink : sinks) {
            for (DeliveryCounts.Outcome outcome : DeliveryCounts.Outcome.values()) {
                FunctionCounter.builder("iamwatch.deliveries", deliveries, counts -> counts.of(sink, outcome))
                        .description(
                                "notifications that a sink took or that were parked, and attempts that are repeated")
                        .tag("sink", sink).tag("outcome", outcome.word()).register(registry);
            }
        }
    }

    private void bind(MeterBinder binder) {
        binder.bindTo(registry);
    }

    /** Returns them in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable binder : binders) {
            try {
                binder.close();
            } catch (Exception failure) {
                throw new IllegalStateException("metrics do not end", failure);
            }
        }
        registry.close();
    }
}
