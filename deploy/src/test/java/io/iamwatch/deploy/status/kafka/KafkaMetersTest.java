package io.iamwatch.deploy.status.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.measure.DelayHistogram;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.Measurable;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class KafkaMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void whatATableNamesIsToldInItsBaseUnitAndNothingElse() {
        registry.getPrometheusRegistry().register(new KafkaMeters());
        try (Metrics metrics = shown("kafka.connect")) {
            gauge(metrics, "millis-behind-latest", Map.of("task", "0", "shard", "told/shard-1"), 1500);
            gauge(metrics, "millis-behind-latest", Map.of("task", "0"), 1500);
            gauge(metrics, "secret-of-the-task", Map.of("task", "0"), 7);
            assertThat(registry.scrape()).contains("iamwatch_ingest_behind_seconds{shard=\"told/shard-1\"} 1.5\n")
                    .doesNotContain("secret", "iamwatch_ingest_behind_seconds 1.5");
        }
        assertThat(registry.scrape()).as("of what has ended").doesNotContain("told/shard-1");
    }

    @Test
    void delaysOfAllTasksAreOneHistogram() {
        registry.getPrometheusRegistry().register(new KafkaMeters());
        try (Metrics metrics = shown("kafka.connect")) {
            for (int task = 0; task < 2; task++) {
                Map<String, String> ofTask = Map.of("task", Integer.toString(task));
                DelayHistogram delays = new DelayHistogram("delay", List.of(0.5, 1.0), (name, tags) -> {
                    Map<String, String> all = new HashMap<>(ofTask);
                    all.putAll(tags);
                    return metrics.metricName(name, "plugins", "", all);
                });
                delays.stats().forEach(stat -> metrics.addMetric(stat.name(), stat.stat()));
                delays.record(0.75);
                delays.record(task * 3);
            }
            assertThat(registry.scrape()).contains("iamwatch_ingest_delay_seconds_bucket{le=\"0.5\"} 1\n",
                    "iamwatch_ingest_delay_seconds_bucket{le=\"1.0\"} 3\n",
                    "iamwatch_ingest_delay_seconds_bucket{le=\"+Inf\"} 4\n", "iamwatch_ingest_delay_seconds_sum 4.5\n");
        }
    }

    @Test
    void clientsAreToldByServiceAndATopicOnce() {
        registry.getPrometheusRegistry().register(new KafkaMeters());
        try (Metrics metrics = shown("kafka.consumer")) {
            for (String topic : List.of("iamwatch.told", "iamwatch_told")) {
                for (int thread = 1; thread <= 2; thread++) {
                    metrics.addMetric(metrics.metricName("records-consumed-total", "consumer-fetch-manager-metrics", "",
                            Map.of("client-id", "iamwatch-detector-2-0a1b-StreamThread-" + thread + "-consumer",
                                    "topic", topic)),
                            (Measurable) (config, now) -> 20);
                }
            }
            assertThat(registry.scrape().lines().filter(line -> line.contains("told"))).containsExactly(
                    "kafka_consumer_records_total{service=\"detector\",topic=\"iamwatch.told\"} 40.0");
        }
    }

    private static void gauge(Metrics metrics, String name, Map<String, String> tags, double value) {
        metrics.addMetric(metrics.metricName(name, "plugins", "", tags), (Measurable) (config, now) -> value);
    }

    private static Metrics shown(String domain) {
        JmxReporter reporter = new JmxReporter();
        reporter.contextChange(new KafkaMetricsContext(domain));
        return new Metrics(new MetricConfig(), List.of(reporter), Time.SYSTEM);
    }
}
