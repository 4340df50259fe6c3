package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./iamwatch incidents} on the live pipeline: an analyst works on an incident from a terminal. */
@ExtendWith(OnWholeWay.class)
class IncidentsIT {

    private final WholeWay way;

    @TempDir
    private Path folder;

    IncidentsIT(WholeWay way) {
        this.way = way;
    }

    @Test
    void isTakenCommentedAndClosedWithAVerdict() {
        Story story = way.story(way.newAccount(), "terminal-case");
        way.playRecords(story.account(), story.asRecorded());
        String uid = uid(story);

        assertThat(run("contain", uid).out()).contains("# 3. Cap and deny",
                "aws iam list-access-keys --user-name='" + story.user() + "'");
        assertThat(run("ack", uid, "--author", "ann").out()).contains(uid, "In Progress");
        CommandRun again = run("ack", uid, "--author", "ben");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("refused: it is In Progress: an incident can be acknowledged when it is New");
        assertThat(run("snooze", uid, "--for", "4h", "--reason", "owner \u001b[31masleep").out()).contains("On Hold");
        assertThat(run("close", uid, "--verdict", "benign", "--comment", "a new colleague").out()).contains("Closed");

        assertThat(run("list", "--principal", story.user()).out()).isEmpty();
        assertThat(run("list", "--all", "--principal", story.user()).out()).contains(uid);
        assertThat(run("list", "--all", "--principal", story.user(), "--format", "csv").out())
                .startsWith("\"uid\",\"account\",\"severity\",").endsWith("\r\n")
                .contains("\r\n\"" + uid, "\"Closed\",\"user " + story.user() + "\"", "\"Benign\"");
        assertThat(run("show", uid).exitCode()).isEqualTo(0);
        assertThat(run("comment", uid, "afterwards").exitCode()).isEqualTo(0);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(run("ack", "no-such").err())
                .contains("no incident no-such; iamwatch incidents list --all lists them");
        CommandRun verdict = run("close", "x", "--verdict", "guilty");
        assertThat(verdict.exitCode()).isEqualTo(2);
        assertThat(verdict.err()).contains("--verdict guilty: one of false-positive, true-positive");
        assertThat(run("snooze", "x", "--for", "long", "--reason", "r").err())
                .contains("--for long: a number and s, m, h or d is needed, as in 4h");
    }

    /** What was closed is proposed for the allow-list as a file that is valid, and nothing of it is applied. */
    @Test
    void whatWasNoAttackIsProposedForTheAllowList() throws Exception {
        Story story = way.story(way.newAccount(), "svc-deploy");
        way.playRecords(story.account(), byRole(story));
        String uid = uid(story);
        CommandRun before = suggest();
        assertThat(before.exitCode()).as(before.err()).isZero();
        assertThat(before.out()).startsWith("# Nothing to suggest: no incident was closed as false-positive.");
        assertThat(run("close", uid, "--verdict", "false-positive", "--author", "ann").out()).contains("Closed");

        CommandRun suggested = suggest("--expires-after", "30d");
        assertThat(suggested.err()).isEmpty();
        assertThat(suggested.out()).contains("allow:", "sessionIssuerArn: \"" + issuer(story) + "\"",
                "accounts: [\"" + story.account() + "\"]", "target: \"svc-deploy\"", "owner: \"ann\"",
                "closed as false-positive: incident " + uid);
        Path file = Files.writeString(folder.resolve("suggested.yaml"), suggested.out());
        assertThat(CommandRun.of(List.of("rules", "check", file.toString())).exitCode()).isZero();
        assertThat(suggest("--rules", file.toString()).out())
                .startsWith("# Nothing to suggest: of 1 incidents closed as false-positive no entry follows.")
                .contains("the rules in force have an entry that covers it");
        assertThat(suggest("--verdict", "true-positive").exitCode()).isEqualTo(2);
    }

    private CommandRun suggest(String... more) {
        return CommandRun.of(List.of("rules", "suggest", "--bootstrap-servers", way.bootstrapServers()), more);
    }

    private static String issuer(Story story) {
        return "arn:aws:iam::" + story.account() + ":role/provisioning";
    }

    /** The recorded attack, as it is when a role's session makes its calls. */
    private static List<String> byRole(Story story) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> records = new ArrayList<>();
        for (String recorded : story.asRecorded()) {
            ObjectNode record = (ObjectNode) json.readTree(recorded);
            ObjectNode identity = record.putObject("userIdentity");
            identity.put("type", "AssumedRole").put("principalId", "AROAEXAMPLEEXAMPLE:deploy-7")
                    .put("accountId", story.account())
                    .put("arn", "arn:aws:sts::" + story.account() + ":assumed-role/provisioning/deploy-7");
            identity.putObject("sessionContext").putObject("sessionIssuer").put("type", "Role")
                    .put("principalId", "AROAEXAMPLEEXAMPLE").put("arn", issuer(story))
                    .put("accountId", story.account()).put("userName", "provisioning");
            records.add(record.toString());
        }
        return records;
    }

    /** The incident comes a moment after the attack. */
    private String uid(Story story) {
        AtomicReference<String> line = new AtomicReference<>("");
        Await.until("the incident", Duration.ofMinutes(1), () -> {
            line.set(run("list", "--account", story.account(), "--principal", story.user(), "--severity", "critical")
                    .out());
            return !line.get().isEmpty();
        });
        assertThat(line.get()).contains("Critical", "New", story.user());
        return line.get().substring(0, line.get().indexOf(' '));
    }

    private CommandRun run(String... words) {
        List<String> all = new ArrayList<>(List.of("incidents", words[0]));
        all.addAll(Arrays.asList(words).subList(1, words.length));
        all.addAll(List.of("--bootstrap-servers", way.bootstrapServers()));
        return CommandRun.of(all);
    }
}
