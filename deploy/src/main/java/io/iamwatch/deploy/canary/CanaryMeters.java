package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.measure.DelayHistogram;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;

/**
 * What the canary counts, shown where Kafka's metrics are.
 *
 * <pre>
 * put = heard + those under way + those lost, over all instances
 * delay's count = heard
 * </pre>
 *
 * {@code refused} are pairs that Kinesis or Kafka did not take, {@code ignored} alerts that prove nothing: the
 * other versions that a pair may come to, and what was said before or is not the canary's. {@code last-heard} is of
 * each partition when the newest pair was sent of which an alert came; while there is none, when this process began
 * to listen. So an old pair that somebody says again makes nobody believe that the way works.
 */
final class CanaryMeters implements AutoCloseable {

    /** Domain and type of the beans. */
    static final String DOMAIN = "iamwatch.canary";
    static final String GROUP = "canary";

    private static final double MILLIS = 1000.0;

    private final Metrics metrics;
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong ignored = new AtomicLong();
    private final Map<Integer, AtomicLong> newest = new HashMap<>();
    private final DelayHistogram delay;

    /**
     * Begins to count.
     *
     * @param now wall clock, milliseconds
     */
    CanaryMeters(int partitions, Duration interval, long now) {
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext(DOMAIN));
        metrics = new Metrics(new MetricConfig(), List.of(reporter), Time.SYSTEM);
        show("put-total", Map.of(), (config, millis) -> put.get());
        show("refused-total", Map.of(), (config, millis) -> refused.get());
        show("heard-total", Map.of(), (config, millis) -> heard.get());
        show("ignored-total", Map.of(), (config, millis) -> ignored.get());
        show("interval-ms", Map.of(), (config, millis) -> interval.toMillis());
        for (int partition = 0; partition < partitions; partition++) {
            AtomicLong ofPartition = new AtomicLong(Long.MIN_VALUE);
            newest.put(partition, ofPartition);
            show("last-heard-ms", Map.of("partition", Integer.toString(partition)),
                    (config, millis) -> Math.max(now, ofPartition.get()));
        }
        delay = new DelayHistogram("delay", DelayHistogram.PIPELINE,
                (name, tags) -> metrics.metricName(name, GROUP, "", tags));
        delay.stats().forEach(stat -> metrics.addMetric(stat.name(), stat.stat()));
    }

    private void show(String name, Map<String, String> tags, Measurable value) {
        metrics.addMetric(metrics.metricName(name, GROUP, "", tags), value);
    }

    void put(int accepted, int notAccepted) {
        put.addAndGet(accepted);
        refused.addAndGet(notAccepted);
    }

    /**
     * Counts that the alert of a pair came, unless it is of no newer one than the last.
     *
     * @param sentAt of the pair, milliseconds
     * @param now wall clock, milliseconds
     */
    void heard(int partition, long sentAt, long now) {
        AtomicLong ofPartition = newest.get(partition);
        if (sentAt <= ofPartition.get()) {
            ignored();
            return;
        }
        ofPartition.set(sentAt);
        heard.incrementAndGet();
        delay.record((now - sentAt) / MILLIS);
    }

    void ignored() {
        ignored.incrementAndGet();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
