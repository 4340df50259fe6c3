package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.deploy.bench.WatchingFigures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What being watched costs is the median of the triples, beside the spread of those that nothing watches. */
class WatchingFiguresPrinterTest {

    private static final WatchingFigures FIGURES = new WatchingFigures(1_000, 4, 1,
            List.of(triple(100, 101, 99), triple(100, 103, 102), triple(200, 202, 200)), 7);

    private static WatchingFigures.Triple triple(long without, long with, long again) {
        return new WatchingFigures.Triple(round(without, 0), round(with - 1, 1), round(again, 0));
    }

    private static WatchingFigures.Round round(long detector, long watchers) {
        return new WatchingFigures.Round(1_000, Duration.ofMillis(100), Duration.ofMillis(detector),
                Duration.ofMillis(watchers), Duration.ofMillis(300), (int) watchers, 4 * watchers);
    }

    @Test
    void asJson() {
        JsonNode json = WatchingFiguresPrinter.json(FIGURES);
        assertThat(json.path("cost_percent").asDouble()).isEqualTo(1.0);
        assertThat(json.path("watchers_percent_of_a_processor").asDouble()).isEqualTo(1.0);
        JsonNode cpu = json.path("cpu_micros_per_record");
        assertThat(cpu.path("without").asDouble()).isEqualTo(100);
        assertThat(cpu.path("with").asDouble()).isEqualTo(103);
        assertThat(cpu.path("noise").path("least").asDouble()).isEqualTo(0.99);
        assertThat(cpu.path("noise").path("most").asDouble()).isEqualTo(1.02);
        assertThat(json.path("records_per_second").path("ratio").path("median").asDouble()).isEqualTo(1);
        assertThat(json.path("rounds")).hasSize(3);
    }

    @Test
    void forPeople() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WatchingFiguresPrinter.print(FIGURES, false, new PrintStream(out, true, UTF_8));
        assertThat(out.toString(UTF_8)).contains("being watched costs 1.00 % of CPU time")
                .contains("without against without: -1.00 to +2.00 %").contains("1.010 (1.010 to 1.030)");
    }
}
