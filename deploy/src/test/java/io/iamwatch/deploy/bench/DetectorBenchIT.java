package io.iamwatch.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark comes to its end: all detectors commit the last position and raise the same alerts. */
class DetectorBenchIT {

    @Test
    @Timeout(300)
    void measuresASmallStream() throws InterruptedException {
        List<String> progress = new ArrayList<>();
        try (DetectorBench bench = new DetectorBench(5_000, 2, 1, InstantSource.system(), progress::add)) {
            DetectorFigures figures = bench.run(false);
            assertThat(figures.records()).isEqualTo(5_000);
            assertThat(figures.bytes()).isBetween(5_000_000L, 15_000_000L);
            assertThat(figures.pairs()).hasSize(7).allSatisfy(pair -> assertThat(pair.ratio()).isPositive());
            assertThat(figures.alerts()).isGreaterThanOrEqualTo(FilledBroker.PARTITIONS);
            assertThat(figures.identityRecordsPerSecond()).isPositive();
            assertThat(figures.stateBytes()).isPositive();
            assertThat(figures.peakHeapBytes()).isPositive();
            assertThat(figures.growth()).isEmpty();
        }
        assertThat(progress).hasSize(1 + 2 * (1 + 7));
    }
}
