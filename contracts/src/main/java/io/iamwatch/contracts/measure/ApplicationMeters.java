package io.iamwatch.contracts.measure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.utils.Time;

/**
 * What a Streams application counts of itself that Streams does not tell, shown where Kafka's metrics are, in the
 * domain {@value #DOMAIN} under the service's name. It outlives threads and their producers: what these count ends
 * with them, and with them the trace of why they ended.
 * <p>
 * {@code aborted-total} are the transactions that the application gave up: the work of each is done again. One that
 * ends with its process is not among them; the brokers abort it. {@code restore} measures, for each store of each
 * partition, how long its state was read from the changelog before its task could work.
 */
public final class ApplicationMeters implements AutoCloseable {

    /** The domain of the beans; their type is the service. */
    public static final String DOMAIN = "iamwatch.application";

    private static final double MILLIS = 1e3;

    private final Metrics metrics;
    private final LongAdder aborted = new LongAdder();
    private final DelayHistogram restore;
    private final Map<Object, Long> restoring = new ConcurrentHashMap<>();

    private ApplicationMeters(String service, List<MetricsReporter> reporters) {
        metrics = new Metrics(new MetricConfig(), reporters, Time.SYSTEM);
        metrics.addMetric(metrics.metricName("aborted-total", service, ""),
                (Measurable) (config, nowMillis) -> aborted.sum());
        restore = new DelayHistogram("restore", DelayHistogram.RESTORE,
                (name, tags) -> metrics.metricName(name, service, "", tags));
        restore.stats().forEach(stat -> metrics.addMetric(stat.name(), stat.stat()));
    }

    /** Makes them, from nought, and shows them until they are closed. */
    public static ApplicationMeters shown(String service) {
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext(DOMAIN));
        return new ApplicationMeters(service, List.of(reporter));
    }

    /** Makes such that nobody sees: of what is only measured against something. */
    public static ApplicationMeters unseen() {
        return new ApplicationMeters("unseen", List.of());
    }

    /** Counts a transaction that is given up. */
    public void aborted() {
        aborted.increment();
    }

    /**
     * Begins to measure a restore.
     *
     * @param state what is restored
     * @param now wall clock, milliseconds
     */
    public void restoreBegins(Object state, long now) {
        restoring.put(state, now);
    }

    /**
     * Measures a restore that is done; one that did not begin here is none.
     *
     * @param now wall clock, milliseconds
     */
    public void restoreEnds(Object state, long now) {
        Long since = restoring.remove(state);
        if (since != null) {
            restore.record((now - since) / MILLIS);
        }
    }

    /** Forgets a restore that is not finished here. */
    public void restoreBreaksOff(Object state) {
        restoring.remove(state);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
