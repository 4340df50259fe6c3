package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.bench.ReplayBench;
import io.iamwatch.deploy.bench.ReplayFigures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark comes to its end, and its figures can be read by programs and by people. */
class ReplayBenchIT {

    private static final List<String> FIGURES = List.of("reader_records_per_second", "replay_records_per_second",
            "ratio", "sweep_factor", "peak_heap_bytes");

    @Test
    @Timeout(300)
    void measuresASmallRange() throws Exception {
        List<String> progress = new ArrayList<>();
        try (ReplayBench bench = new ReplayBench(4_000, 2, 5, 0, 1, InstantSource.system(), progress::add)) {
            ReplayFigures figures = bench.run();
            JsonNode json = new ObjectMapper().readTree(printed(figures, true));
            assertThat(json.path("records").asLong()).isEqualTo(4_000);
            assertThat(json.path("threads").asInt()).isEqualTo(2);
            assertThat(json.path("variants").asInt()).isEqualTo(5);
            assertThat(FIGURES).allSatisfy(figure -> assertThat(json.path(figure).isNumber()).as(figure).isTrue());
            assertThat(json.path("replay_records_per_second").asLong()).isPositive();
            assertThat(json.size()).isEqualTo(3 + FIGURES.size());
            assertThat(printed(figures, false)).contains("sweep factor");
        }
        assertThat(progress).anyMatch(line -> line.startsWith("round 1: reader "));
    }

    private static String printed(ReplayFigures figures, boolean asJson) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReplayFiguresPrinter.print(figures, asJson, new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }
}
