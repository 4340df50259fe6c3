package io.iamwatch.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The benchmark comes to its end: the real endpoint answers, the canary is heard, and all detectors say the same.
 */
class WatchingBenchIT {

    @Test
    @Timeout(300)
    void measuresASmallStream() throws InterruptedException {
        List<String> progress = new ArrayList<>();
        try (WatchingBench bench = new WatchingBench(1_000, 1, 0, 1, InstantSource.system(), progress::add)) {
            WatchingFigures figures = bench.run();
            assertThat(figures.alerts()).isGreaterThanOrEqualTo(FilledBroker.PARTITIONS);
            assertThat(figures.triples()).singleElement().satisfies(triple -> {
                assertThat(List.of(triple.without(), triple.again())).allSatisfy(round -> {
                    assertThat(round.scrapes()).isZero();
                    assertThat(round.heard()).isZero();
                    assertThat(round.watchers()).isZero();
                    assertThat(round.detector()).isPositive().isLessThan(round.process());
                });
                assertThat(triple.with().scrapes()).isPositive();
                assertThat(triple.with().heard()).isGreaterThanOrEqualTo(FilledBroker.PARTITIONS);
                assertThat(triple.with().watchers()).isPositive();
                assertThat(triple.with().records()).isGreaterThan(figures.records());
            });
            assertThat(figures.ratio(WatchingFigures.Round::cpuMicros).median()).isPositive();
            assertThat(figures.noise(WatchingFigures.Round::cpuMicros).median()).isPositive();
        }
        assertThat(progress).hasSize(1);
    }
}
