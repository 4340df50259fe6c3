package io.iamwatch.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmarks of ingest come to their ends: all events are decoded, and come out of the connector. */
class IngestBenchIT {

    @Test
    @Timeout(120)
    void measuresDecoding() {
        IngestFigures figures = new IngestBench(64, line -> {}).run();
        assertThat(figures.events()).isEqualTo(4096);
        assertThat(figures.rounds()).hasSize(9);
        assertThat(figures.ratio()).isBetween(0.0, 1.0);
    }

    @Test
    @Timeout(300)
    void measuresTheWholeConnector() {
        ConnectorFigures figures = new ConnectorBench(64, 1, 1, InstantSource.system(), System.out::println).run();
        assertThat(figures.events()).isBetween(1L, 2 * 4096L);
        assertThat(figures.connector()).isPositive().isLessThan(figures.all());
        assertThat(figures.cpuShare()).isBetween(0.0, 1.0);
    }
}
