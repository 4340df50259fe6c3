package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./iamwatch backfill} refuses, and how it says so. */
class BackfillCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--from yesterday       | --from yesterday: a day or a time with its offset is needed, as in 2026-03-01",
            "--to 2026-13-01        | --to 2026-13-01: a day or a time with its offset is needed",
            "--from 2026-03-01T09:30| --from 2026-03-01T09:30: a day or a time with its offset is needed",
            "--parallel 0           | --parallel 0: 1 to 8 are possible",
            "--parallel 9           | --parallel 9: 1 to 8 are possible",
            "--command-config none  | --command-config none: cannot be read"})
    void wrongOptionsAreNamedWithWhatWouldBeRight(String options, String said) {
        refuses(CommandRun.of(List.of("backfill", folder.toString()), options.split(" ")), said);
    }

    @Test
    void wrongPathsAreNamedWithWhatWouldBeRight() {
        refuses(CommandRun.of(List.of("backfill", folder.resolve("missing").toString())),
                "missing: there is no such file or folder");
        refuses(CommandRun.of(List.of("backfill", "s3://", "--s3-region", "eu-central-1")),
                "s3://: a bucket is needed, as in s3://bucket/AWSLogs/");
        refuses(CommandRun.of(List.of("backfill")), "PATH");
    }

    private static void refuses(CommandRun run, String said) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void noKafkaIsSaidWithTheAddress() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{}");
        // Nobody listens on the first of the reserved ports.
        String nobody = "127.0.0.1:1";
        CommandRun run = CommandRun.of(List.of("backfill", folder.toString(), "--bootstrap-servers", nobody));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("is --bootstrap-servers right?", nobody);
    }
}
