package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.OcsfSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person gets who has nothing but a checkout. */
class CommandLineIT {

    private Path folder;
    private Path home;

    /** A checkout in which nobody else runs a demo: its emulator is this one's. */
    @BeforeEach
    void checkout() throws IOException {
        folder = TestFolder.create();
        home = Files.createDirectory(folder.resolve("checkout"));
        Files.createDirectories(dataFolders());
        Files.createSymbolicLink(home.resolve("deploy").resolve("kinesis-emulator"),
                Path.of("kinesis-emulator").toAbsolutePath());
    }

    @AfterEach
    void remove() throws IOException {
        TestFolder.remove(folder);
    }

    private Path dataFolders() {
        return home.resolve("deploy").resolve("target");
    }

    @Test
    void aDemoEndsWithSuccessOnceItHasShownTheIncidentAndItsStandardOutputIsAlertsOnly() throws Exception {
        try (JavaProcess demo = JavaProcess.iamwatch(home, "demo", "--once", "--format", "ndjson")) {
            assertThat(demo.exitCode()).as(demo.err()).isZero();
            assertThat(demo.out()).isNotEmpty().allSatisfy(line -> OcsfSchema.assertValid(line.getBytes(UTF_8)));
            assertThat(demo.out().stream().map(CommandLineIT::rule)).contains("new-admin-user");
            leavesNothing(demo);
        }
    }

    @Test
    void aDemoGoesOnUntilCtrlC() throws Exception {
        try (JavaProcess demo = JavaProcess.iamwatch(home, "demo")) {
            demo.awaitOut("malicious-iam-user");
            demo.awaitErr("Ctrl-C");
            demo.interrupt();
            assertThat(demo.exitCode()).isEqualTo(128 + 2);
            assertThat(String.join("\n", demo.out())).contains("new-admin-user").doesNotContain("\u001b");
            leavesNothing(demo);
        }
    }

    @Test
    void aDemoOfInputWithoutSuchAStoryFailsWithTheReason() throws Exception {
        Story story = new Story("111122223333", "nobody-special", Instant.parse("2024-08-01T13:33:28Z"));
        Path input = Files.writeString(folder.resolve("no-story.json"), story.creation());
        try (JavaProcess demo = JavaProcess.iamwatch(home, "demo", "--once", "--timeout", "5", "--input",
                input.toString(), "--format", "ndjson")) {
            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.err()).contains("no incident with new-admin-user within 5 s");
            assertThat(demo.out()).isEmpty();
            leavesNothing(demo);
        }
    }

    @Test
    void aDemoPlaysFilesOfOnesOwnAsTheyAre() throws Exception {
        Path input = folder.resolve("attack.jsonl.gz");
        try (InputStream recorded = CommandLineIT.class.getResourceAsStream("/demo/attack.jsonl")) {
            Files.write(input, Envelope.gzip(recorded.readAllBytes()));
        }
        try (JavaProcess demo = JavaProcess.iamwatch(home, "demo", "--once", "--input", input.toString(), "--format",
                "ndjson")) {
            assertThat(demo.exitCode()).as(demo.err()).isZero();
            List<Long> reached = demo.out().stream().filter(line -> rule(line).equals("new-admin-user"))
                    .map(line -> Envelope.json(line).at("/unmapped/iamwatch/ta").asLong()).distinct().toList();
            assertThat(reached).containsExactly(Instant.parse("2024-08-01T13:33:28Z").toEpochMilli());
        }
    }

    @Test
    void aDemoOfAMissingFileIsWrongUsage() throws Exception {
        try (JavaProcess demo = JavaProcess.iamwatch(home, "demo", "--once", "--input", "no-such-file.json")) {
            assertThat(demo.exitCode()).isEqualTo(2);
            assertThat(demo.err()).contains("--input no-such-file.json: not a file that can be read");
            assertThat(demo.out()).isEmpty();
        }
    }

    @Test
    void theBenchmarkTellsTheDelayAndItsParts() throws Exception {
        try (JavaProcess bench = JavaProcess.iamwatch(home, "bench", "latency", "--attacks", "3", "--format",
                "json")) {
            assertThat(bench.exitCode()).as(bench.err()).isZero();
            assertThat(bench.out()).hasSize(1);
            JsonNode result = Envelope.json(bench.out().getFirst());
            assertThat(result.path("attacks").asInt()).isEqualTo(3);
            assertThat(List.of("/kinesis_to_alert_ms", "/parts_ms/ingest", "/parts_ms/detector",
                    "/alert_to_incident_ms")).allSatisfy(part -> {
                        double p50 = result.at(part + "/p50").asDouble(Double.NaN);
                        double p95 = result.at(part + "/p95").asDouble(Double.NaN);
                        assertThat(p50).isLessThanOrEqualTo(p95);
                        assertThat(p95).isLessThanOrEqualTo(result.at(part + "/p99").asDouble(Double.NaN));
                    });
            assertThat(result.at("/kinesis_to_alert_ms/p50").asDouble()).isPositive();
            leavesNothing(bench);
        }
    }

    /** The keys are in {@code DetectorBenchIT}, which does not warm up for as long. */
    @Test
    @Tag("guarantees")
    void theBenchmarkOfTheDetectorTellsWhatItMeasured() throws Exception {
        try (JavaProcess bench = JavaProcess.iamwatch(home, "bench", "detector", "--records", "1000", "--threads", "2",
                "--format", "json")) {
            assertThat(bench.exitCode()).as(bench.err()).isZero();
            assertThat(bench.out()).hasSize(1);
            JsonNode result = Envelope.json(bench.out().getFirst());
            assertThat(result.path("records").asInt()).isEqualTo(1000);
            assertThat(result.path("threads").asInt()).isEqualTo(2);
        }
    }

    private void leavesNothing(JavaProcess command) throws IOException {
        assertThat(command.descendants()).as("processes that it started, the emulator at least").isNotEmpty()
                .noneMatch(ProcessHandle::isAlive);
        try (Stream<Path> left = Files.list(dataFolders())) {
            assertThat(left).isEmpty();
        }
    }

    private static String rule(String alert) {
        return Envelope.json(alert).at("/finding_info/analytic/uid").asText();
    }
}
