package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./iamwatch backup} and {@code restore} refuse, and how they say so. */
class BackupCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore"})
    void kafkaOfOthersIsNotTheirs(String command) throws IOException {
        CommandRun run = run(command, config("bootstrap.servers=kafka:9092\n"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("bootstrap.servers: all that lasts is on that Kafka");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore"})
    void aConfigurationThatIsWrongOrNotThereIsSaidToBe(String command) throws IOException {
        CommandRun wrong = run(command, config("no.such.key=1\n"));
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("no.such.key");
        CommandRun missing = run(command, folder.resolve("missing"));
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("cannot be read: there is no such file");
        assertThat(CommandRun.of(List.of(command)).exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() throws IOException {
        CommandRun backup = run("backup", config(""));
        assertThat(backup.exitCode()).isEqualTo(1);
        assertThat(backup.err()).startsWith("iamwatch backup: data.dir " + folder.resolve("data")
                + " holds no installation").hasLineCount(1);
        CommandRun restore = run("restore", config(""));
        assertThat(restore.exitCode()).isEqualTo(1);
        assertThat(restore.err()).startsWith("iamwatch restore: " + folder.resolve("FILE.zip")
                + ": there is no such file").hasLineCount(1);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void whatIsToBeCopiedIntoAShellIsQuotedForIt() {
        assertThat(ShellWords.of("./iamwatch", "/a/b-1.zip", "it's here", "$HOME", ""))
                .isEqualTo("./iamwatch /a/b-1.zip 'it'\\''s here' '$HOME' ''");
    }

    private CommandRun run(String command, Path config) {
        return CommandRun.of(List.of(command, "--config", config.toString(), folder.resolve("FILE.zip").toString()));
    }

    private Path config(String more) throws IOException {
        return Files.writeString(folder.resolve("config"), "data.dir=" + folder.resolve("data")
                + "\nkinesis.streams=s\nkinesis.region=eu-central-1\n" + more);
    }
}
