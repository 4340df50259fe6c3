package io.iamwatch.deploy.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.notify.outbox.DeliveryCounts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets. */
class ServiceMetricsTest {

    @TempDir
    private Path folder;

    @Test
    void deliveriesAreThereForEachSinkBeforeTheFirstOne() {
        try (ServiceMetrics metrics = new ServiceMetrics(folder)) {
            metrics.add(new DeliveryCounts(), List.of("soc", "pager"));
            assertThat(metrics.scrape()).contains("iamwatch_deliveries_total{outcome=\"delivered\",sink=\"soc\"} 0.0",
                    "iamwatch_deliveries_total{outcome=\"parked\",sink=\"pager\"} 0.0",
                    "iamwatch_deliveries_total{outcome=\"retried\",sink=\"pager\"} 0.0");
        }
    }
}
