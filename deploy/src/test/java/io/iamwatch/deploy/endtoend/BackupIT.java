package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./iamwatch backup} and {@code restore} of what {@code ./iamwatch run} has. */
class BackupIT {

    private static final int PARTITIONS = 2;

    private RunHome home;
    private Path archive;

    @BeforeEach
    void begin() throws IOException {
        home = new RunHome(PARTITIONS);
        archive = home.folder().resolve("OUT.zip");
    }

    @AfterEach
    void stop() throws IOException {
        home.close();
    }

    @Test
    void goesOnElsewhereWhereItStoppedAndSaysNothingTwice() throws Exception {
        Story before = story("before");
        try (ServiceProcess run = start("data"); Harvest harvest = home.harvest()) {
            run.awaitReady();
            attack(before);
            harvest.until("the incident", () -> harvest.isSettled(before));
            refusedBecauseItIsInUse(backup());
            assertThat(archive).doesNotExist();
            anotherOneIsRefused();
            run.process().terminate();
            assertThat(run.process().exitCode()).isEqualTo(RunHome.TERMINATED);
        }
        CommandRun made = backup();
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).contains("read back and whole", "./iamwatch restore --config", archive.toString())
                .hasLineCount(1);
        Story since = story("since");
        String raised = raiseAndLose(since);
        Story meanwhile = story("meanwhile");
        attack(meanwhile);

        CommandRun restored = restore("elsewhere");
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("the next start reads Kinesis on from where it stood then")
                .doesNotContain("was killed");
        assertThat(restore("elsewhere").err()).contains("holds an installation already");
        try (ServiceProcess run = start("elsewhere"); Harvest harvest = home.harvest()) {
            run.awaitReady();
            assertThat(run.process().err()).doesNotContain("Kinesis is read again");
            harvest.until("the incident of what came meanwhile", () -> harvest.isSettled(meanwhile));
            Story after = story("after");
            attack(after);
            harvest.until("the incident of what comes", () -> harvest.isSettled(after));
            assertThat(List.of(before, since, meanwhile, after)).allSatisfy(story -> {
                assertThat(harvest.alerts(story)).hasSize(1);
                assertThat(harvest.incidents(story)).hasSize(1);
            });
            assertThat(harvest.alerts(since).getFirst().findingInfo().uid()).isEqualTo(raised);
            assertThat(harvest.records(Topics.IDENTITY).map(Harvest::source)).hasSize(8).doesNotHaveDuplicates();
        }
    }

    /** What a boot of the machine leaves is what another boot's id in the marker looks like. */
    @Test
    @Tag("guarantees")
    void whatDiedWithItsMachineReadsKinesisAgainWhereItIsRestored() throws Exception {
        Story before = story("before");
        try (ServiceProcess run = start("data"); Harvest harvest = home.harvest()) {
            run.awaitReady();
            attack(before);
            harvest.until("the incident", () -> harvest.isSettled(before));
            run.process().kill();
        }
        Files.writeString(home.folder().resolve("data").resolve("boot"), "another boot");
        CommandRun made = backup();
        assertThat(made.exitCode()).as(made.err()).isZero();
        CommandRun restored = restore("elsewhere");
        assertThat(restored.out()).contains("it was killed, or its machine died");
        try (ServiceProcess run = start("elsewhere"); Harvest harvest = home.harvest()) {
            run.awaitReady();
            assertThat(run.process().err()).contains("Kinesis is read again from 15 minutes before");
            harvest.until("both records a second time", () -> harvest.records(Topics.IDENTITY).count() == 4);
            Story after = story("after");
            attack(after);
            harvest.until("the incident of what comes", () -> harvest.isSettled(after));
            assertThat(harvest.alerts(before)).hasSize(1);
            assertThat(harvest.incidents(before)).hasSize(1);
        }
    }

    /** Goes on after the backup, until nothing is left of it; returns the alert's id. */
    private String raiseAndLose(Story story) throws Exception {
        try (ServiceProcess run = start("data"); Harvest harvest = home.harvest()) {
            run.awaitReady();
            attack(story);
            harvest.until("the incident", () -> harvest.isSettled(story));
            run.process().kill();
            TestFolder.remove(home.folder().resolve("data"));
            return harvest.alerts(story).getFirst().findingInfo().uid();
        }
    }

    private static void refusedBecauseItIsInUse(CommandRun backup) {
        assertThat(backup.exitCode()).isEqualTo(1);
        assertThat(backup.err()).contains("iamwatch backup: ", "is in use", "stop it first",
                "Nothing is lost by that: Kinesis keeps its records");
        assertThat(backup.out()).isEmpty();
    }

    /** On another port, or that would be refused. */
    private void anotherOneIsRefused() throws Exception {
        Map<String, String> config = home.config("data");
        config.put("broker.port", "0");
        try (ServiceProcess second = home.start(config)) {
            assertThat(second.process().exitCode()).isEqualTo(1);
            assertThat(second.process().err()).contains(home.folder().resolve("data").resolve("kafka") + " is in use");
        }
    }

    private CommandRun backup() throws IOException {
        return command("backup", "data");
    }

    private CommandRun restore(String data) throws IOException {
        return command("restore", data);
    }

    private CommandRun command(String name, String data) throws IOException {
        return CommandRun.of(List.of(name, "--config", home.configFile(data).toString(), archive.toString()));
    }

    private ServiceProcess start(String data) throws IOException {
        return home.start(home.config(data));
    }

    private Story story(String user) {
        return home.story("111122223333", user);
    }

    private void attack(Story story) {
        home.put(story.creation(), story.grant());
    }
}
