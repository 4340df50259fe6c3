package io.iamwatch.contracts.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.junit.jupiter.api.Test;

class DelayHistogramTest {

    @Test
    void eachBucketCountsWhatWasNotLonger() {
        try (Metrics metrics = new Metrics()) {
            Sensor sensor = metrics.sensor("delay");
            sensor.add(new DelayHistogram("delay", List.of(0.5, 1.0),
                    (name, tags) -> metrics.metricName(name, "test", "", tags)));
            for (double seconds : new double[]{-3, 0.5, 0.7, 1.0, 60}) {
                sensor.record(seconds);
            }
            assertThat(bucket(metrics, "0.5")).isEqualTo(2);
            assertThat(bucket(metrics, "1.0")).isEqualTo(4);
            assertThat(bucket(metrics, "+Inf")).isEqualTo(5);
            assertThat(metrics.metric(metrics.metricName("delay-seconds-sum", "test")).metricValue())
                    .isEqualTo(62.2);
        }
    }

    private static double bucket(Metrics metrics, String bound) {
        return (double) metrics.metric(metrics.metricName("delay-seconds-bucket", "test", "", Map.of("le", bound)))
                .metricValue();
    }
}
