package io.iamwatch.deploy.status;

import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import io.iamwatch.deploy.status.kafka.KafkaMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of a process: of its JVM, its disk, its services, and of what they have of Kafka. Those of the
 * services stand in the tables that {@link KafkaMeters} names, and here, since the process' start:
 *
 * <table>
 * <caption>of a process</caption>
 * <tr>
 * <td>{@code iamwatch_ready}</td>
 * <td>1 while {@code /health/ready} answers 200, 0 while it answers 503</td>
 * </tr>
 * <tr>
 * <td>{@code iamwatch_deliveries_total}</td>
 * <td>by {@code sink} and {@code outcome}: notifications that are {@code delivered} or {@code parked}, each counted
 * once, when that is committed; {@code retried} are attempts after which it is tried again</td>
 * </tr>
 * </table>
 *
 * Of each sink whose route takes every notification, over all instances since the sink was configured, but for
 * transactions of alerting that were aborted, whose work is counted again:
 *
 * <pre>
 * sum(iamwatch_alerting_outbox_total) = sum(iamwatch_deliveries_total{outcome="delivered"})
 *     + sum(iamwatch_deliveries_total{outcome="parked"}) + those that wait for their next attempt or their turn
 * </pre>
 */
public final class ServiceMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<AutoCloseable> binders = new ArrayList<>();

    /**
     * Begins with those of the JVM, of the disk and of whatever comes up of Kafka.
     *
     * @param dataFolder on the disk whose free space is told
     */
    public ServiceMetrics(Path dataFolder) {
        // Names that Prometheus' own check refuses; process_cpu_usage says what the first one does.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        registry.getPrometheusRegistry().register(new KafkaMeters());
        bind(new DiskSpaceMetrics(dataFolder.toFile()));
        bind(new JvmMemoryMetrics());
        bind(new JvmThreadMetrics());
        bind(new ProcessorMetrics());
        bind(new UptimeMetrics());
        JvmGcMetrics collections = new JvmGcMetrics();
        bind(collections);
        binders.add(collections);
    }

    /** Adds whether all works: {@code iamwatch_ready}, 1 for yes. It is asked each time, and answers in seconds. */
    public void add(Health health) {
        Gauge.builder("iamwatch.ready", health, asked -> asked.notReady().isEmpty() ? 1 : 0)
                .description("1 while all services of this process work, as /health/ready tells.").strongReference(true)
                .register(registry);
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
