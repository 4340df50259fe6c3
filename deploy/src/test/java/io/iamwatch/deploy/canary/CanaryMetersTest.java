package io.iamwatch.deploy.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.deploy.status.ServiceMetrics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets of the canary. */
class CanaryMetersTest {

    private static final long START = 1_790_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void aPairCountsOnceAndAnOldOneNeverMakesItLookAlive() {
        try (ServiceMetrics metrics = new ServiceMetrics(folder);
                CanaryMeters meters = new CanaryMeters(2, Duration.ofSeconds(60), START)) {
            meters.put(2, 1);
            assertThat(metrics.scrape()).contains("iamwatch_canary_pairs_total{outcome=\"put\"} 2.0",
                    "iamwatch_canary_pairs_total{outcome=\"refused\"} 1.0",
                    "iamwatch_canary_pairs_total{outcome=\"heard\"} 0.0", "iamwatch_canary_interval_seconds 60.0",
                    "iamwatch_canary_last_heard_timestamp_seconds{partition=\"1\"} 1.79E9");
            meters.heard(1, START + 10_000, START + 10_400);
            meters.heard(1, START + 10_000, START + 10_500);
            meters.heard(1, START + 9_000, START + 10_500);
            meters.ignored();
            assertThat(metrics.scrape()).contains("iamwatch_canary_pairs_total{outcome=\"heard\"} 1.0",
                    "iamwatch_canary_ignored_alerts_total 3.0", "iamwatch_canary_delay_seconds_sum 0.4",
                    "iamwatch_canary_delay_seconds_bucket{le=\"0.25\"} 0",
                    "iamwatch_canary_delay_seconds_bucket{le=\"0.5\"} 1",
                    "iamwatch_canary_last_heard_timestamp_seconds{partition=\"0\"} 1.79E9",
                    "iamwatch_canary_last_heard_timestamp_seconds{partition=\"1\"} 1.79000001E9");
        }
    }

    /** Of a pair that was put before this process began to listen the delay counts, and not that it was heard. */
    @Test
    void whatWasPutBeforeListeningBeganDoesNotTellThatItWorksNow() {
        try (ServiceMetrics metrics = new ServiceMetrics(folder);
                CanaryMeters meters = new CanaryMeters(1, Duration.ofSeconds(60), START)) {
            meters.heard(0, START - 60_000, START + 500);
            assertThat(metrics.scrape()).contains("iamwatch_canary_delay_seconds_sum 60.5",
                    "iamwatch_canary_last_heard_timestamp_seconds{partition=\"0\"} 1.79E9");
        }
    }
}
