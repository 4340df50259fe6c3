package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    private static final String LEAST = "data.dir=/d\nkinesis.streams=s\nkinesis.region=eu-central-1\n";

    @TempDir
    private Path folder;

    @Test
    void aValidFileIsValid() throws IOException {
        Path file = Files.writeString(folder.resolve("good"), LEAST);
        CommandRun run = check(file);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(file + ": valid" + System.lineSeparator());
    }

    @Test
    void everyProblemIsALineThatNamesFileAndKey() throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), LEAST + "http.port=x\nno\\u001b[31msuch=1\n");
        CommandRun run = check(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(2).allMatch(line -> line.startsWith(file + ": "))
                .noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void rulesThatAreNamedAreReadToo() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "rules:\n  no-such-rule: {}\n");
        Path file = Files.writeString(folder.resolve("config"), LEAST + "rules.file=" + rules + "\n");
        CommandRun run = check(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(rules + ":").contains("no-such-rule");
    }

    @Test
    void theRulesOfCandidatesAreReadToo() throws IOException {
        Path rules = Files.writeString(folder.resolve("candidate.yaml"), "rules:\n  no-such-rule: {}\n");
        Path file = Files.writeString(folder.resolve("config"), LEAST + "detector.shadow.rules=" + rules + "\n");
        CommandRun run = check(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(rules + ":").contains("no-such-rule");
        Files.writeString(rules, "rules:\n  new-admin-user: {window: 1h}\n");
        assertThat(check(file).exitCode()).isZero();
    }

    @Test
    void aKeystoreThatIsNamedIsReadToo() throws IOException {
        Path keystore = folder.resolve("key.p12");
        Path file = Files.writeString(folder.resolve("config"), LEAST + "http.ssl.keystore.location=" + keystore
                + "\nhttp.ssl.keystore.password=secret\n");
        CommandRun run = check(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo(file + ": http.ssl.keystore.location: " + keystore
                + " cannot be read: there is no such file" + System.lineSeparator());
    }

    @Test
    void aFileThatIsMissingIsSaidToBe() {
        CommandRun run = check(folder.resolve("missing"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("missing: cannot be read: there is no such file");
    }

    @Test
    void whatOneServiceNeedsIsEnoughForIt() throws IOException {
        Path file = Files.writeString(folder.resolve("detector"), "data.dir=/d\nbootstrap.servers=a:1\n");
        assertThat(CommandRun.of(List.of("config", "check", "--for", "detector", file.toString())).exitCode()).isZero();
    }

    @Test
    void theReferenceIsPrinted() {
        assertThat(CommandRun.of(List.of("config", "reference")).out()).startsWith("# Configuration")
                .contains("`kinesis.streams`", "`detector.threads`");
    }

    private static CommandRun check(Path file) {
        return CommandRun.of(List.of("config", "check", file.toString()));
    }
}
