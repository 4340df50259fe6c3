package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.bench.ConsoleBench;
import io.iamwatch.deploy.bench.ConsoleFigures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark comes to its end, and its figures can be read by programs and by people. */
class ConsoleBenchIT {

    @Test
    @Timeout(300)
    void measuresAFewIncidents() throws Exception {
        List<String> progress = new ArrayList<>();
        try (ConsoleBench bench = new ConsoleBench(40, 20, 3, InstantSource.system(), progress::add)) {
            ConsoleFigures figures = bench.run();
            JsonNode json = new ObjectMapper().readTree(printed(figures, true));
            assertThat(json.path("incidents").asInt()).isEqualTo(40);
            assertThat(json.path("alerts_per_second_asked").asInt()).isEqualTo(20);
            assertThat(json.path("alerts_per_second").isNumber()).isTrue();
            assertThat(json.path("pages").findValuesAsText("page")).contains("list, 50 rows", "incident",
                    "API: related incidents").hasSize(6);
            assertThat(json.path("pages")).allSatisfy(page -> {
                assertThat(page.path("bytes").asInt()).isPositive();
                assertThat(page.path("p95_ms").asDouble()).isGreaterThanOrEqualTo(page.path("median_ms").asDouble());
            });
            assertThat(printed(figures, false)).contains("40 open incidents", "list, 50 rows");
        }
        assertThat(progress).anyMatch(line -> line.startsWith("asking for pages"));
    }

    private static String printed(ConsoleFigures figures, boolean asJson) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsoleFiguresPrinter.print(figures, asJson, new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8);
    }
}
