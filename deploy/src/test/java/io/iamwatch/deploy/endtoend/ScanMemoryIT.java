package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.deploy.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One {@code {"Records":[…]}} that is much larger than the heap is scanned to its end, and so is what comes after.
 */
class ScanMemoryIT {

    private static final int HEAP_MEGABYTES = 48;
    private static final int RECORDS = 90_000;
    private static final long GIGABYTES = Long.getLong("iamwatch.scan.gigabytes", 2);

    private Path folder;

    @BeforeEach
    void create() throws IOException {
        folder = TestFolder.create();
    }

    @AfterEach
    void remove() throws IOException {
        TestFolder.remove(folder);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDocumentSeveralTimesAsLargeAsTheHeap(boolean zipped) throws Exception {
        isScanned(RECORDS, zipped);
    }

    @Test
    @Tag("guarantees")
    void aDocumentOfGigabytes() throws Exception {
        isScanned((int) (GIGABYTES * 1_000_000_000 / 1_700), true);
    }

    private void isScanned(int records, boolean zipped) throws Exception {
        CloudTrailArchive archive = new CloudTrailArchive(folder.resolve("archive"), records);
        assertThat(archive.write()).isGreaterThan(3L * HEAP_MEGABYTES * 1024 * 1024);
        if (!zipped) {
            inflate(archive.folder());
        }
        Story story = new Story("111122223333", "mallory", Instant.parse("2026-05-01T12:00:10Z"));
        Path after = Files.writeString(folder.resolve("story.jsonl"), String.join("\n", story.asRecorded()), UTF_8);
        try (JavaProcess scan = JavaProcess.start(List.of("-Xmx" + HEAP_MEGABYTES + "m", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "scan", "--format", "ndjson",
                "--fail-on", "critical", archive.folder().toString(), after.toString()))) {
            assertThat(scan.exitCode()).as(scan.err()).isEqualTo(3);
            assertThat(scan.out()).singleElement().asString().contains("\"new-admin-user\"", "mallory");
            assertThat(scan.err()).contains("2 files read", "%,d records".formatted(records + 3), "; 0 rejected");
        }
    }

    private static void inflate(Path archive) throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            Path zipped = files.findFirst().orElseThrow();
            try (InputStream content = new GZIPInputStream(Files.newInputStream(zipped))) {
                Files.copy(content, archive.resolve("plain.json"));
            }
            Files.delete(zipped);
        }
    }
}
