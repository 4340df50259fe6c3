package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./iamwatch traffic} refuses; what it plays is in {@code ComposeIT}. */
class TrafficCommandTest {

    @TempDir
    private Path folder;

    @Test
    void noAttackThatNeverWasComesToAws() throws IOException {
        Path config = Files.writeString(folder.resolve("iamwatch.properties"), """
                data.dir=/var/lib/iamwatch
                kinesis.streams=cloudtrail
                kinesis.region=eu-central-1
                """);
        CommandRun run = CommandRun.of(List.of("traffic", "--config", config.toString()));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("kinesis.endpoint: must name an emulator here").doesNotContain("Exception");
    }

    @Test
    void aConfigurationThatIsNotThereIsTold() {
        CommandRun run = CommandRun.of(List.of("traffic", "--config", folder.resolve("none").toString()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no such file");
    }
}
