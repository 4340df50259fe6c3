package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.bench.DetectorBench;
import io.iamwatch.deploy.bench.DetectorFigures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The benchmark comes to its end: all detectors commit the last position and raise the same alerts. Its figures can
 * be read by programs and by people.
 */
class DetectorBenchIT {

    @Test
    @Timeout(300)
    void measuresASmallStream() throws Exception {
        List<String> progress = new ArrayList<>();
        try (DetectorBench bench = new DetectorBench(5_000, 2, 1, InstantSource.system(), progress::add)) {
            DetectorFigures figures = bench.run(false);
            assertThat(figures.bytes()).isBetween(5_000_000L, 15_000_000L);
            assertThat(figures.alerts()).isGreaterThanOrEqualTo(figures.partitions());
            JsonNode json = new ObjectMapper().readTree(printed(figures, true));
            assertThat(json.properties()).extracting(Map.Entry::getKey).containsExactlyInAnyOrder("records", "bytes",
                    "threads", "reader_records_per_second", "detector_records_per_second", "ratio",
                    "identity_records_per_second", "state_bytes", "peak_heap_bytes", "partitions", "rounds", "alerts");
            assertThat(json.properties()).filteredOn(field -> !field.getKey().equals("rounds"))
                    .allSatisfy(field -> assertThat(field.getValue().asDouble()).as(field.getKey()).isPositive());
            assertThat(json.path("records").intValue()).isEqualTo(5_000);
            assertThat(json.path("threads").intValue()).isEqualTo(2);
            assertThat(json.path("rounds")).hasSize(7)
                    .allSatisfy(round -> assertThat(round.path("ratio").doubleValue()).isPositive());
            assertThat(printed(figures, false)).contains("ratio, median of 7 pairs", "peak heap");
        }
        assertThat(progress).hasSize(1 + 2 * (1 + 7));
    }

    private static String printed(DetectorFigures figures, boolean asJson) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DetectorFiguresPrinter.print(figures, asJson, new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }
}
