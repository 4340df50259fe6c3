package io.iamwatch.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark comes to its end: reader and detector read all three topics, of each organisation. */
class FollowingBenchIT {

    @Test
    @Timeout(300)
    void measuresSmallStreams() throws InterruptedException {
        List<String> progress = new ArrayList<>();
        try (FollowingBench bench = new FollowingBench(2_000, 2, 0, 1, InstantSource.system(), progress::add)) {
            FollowingFigures figures = bench.run();
            assertThat(figures.loads()).hasSize(2).allSatisfy(load -> {
                assertThat(load.records()).isEqualTo(2_000);
                assertThat(load.identity()).isPositive();
                assertThat(load.users()).isPositive();
                assertThat(load.activity()).isGreaterThan(load.users());
                assertThat(load.pairs()).hasSize(1).allSatisfy(pair -> assertThat(pair.ratio()).isPositive());
                assertThat(load.alerts()).isGreaterThanOrEqualTo(FilledBroker.PARTITIONS);
                assertThat(load.stateBytes()).isPositive();
            });
        }
        assertThat(progress).hasSize(2 * (1 + 1));
    }
}
