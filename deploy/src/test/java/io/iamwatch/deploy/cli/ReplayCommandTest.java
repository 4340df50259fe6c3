package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.demo.Attack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./iamwatch replay} on files: with no Kafka. */
class ReplayCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant ATTACK = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DELIVERY = "229654561268_CloudTrail_us-east-1_20260301T1205Z_abcdefgh12345678.json";

    @TempDir
    private Path folder;

    @Test
    void filesAreJudgedAsATopicIs() throws IOException {
        Path file = attack("attack.jsonl");
        CommandRun run = replay("--input", file.toString(), "--sweep", "new-admin-user.enabled=true,false", "--format",
                "json");
        assertThat(run.err()).isEmpty();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.at("/base/name").asText()).isEqualTo("default rules");
        assertThat(report.at("/base/by_rule/new-admin-user").asInt()).isEqualTo(1);
        assertThat(report.at("/range/source").asText()).isEqualTo("1 file");
        assertThat(report.at("/range/from").asLong()).isEqualTo(ATTACK.toEpochMilli());
        assertThat(report.at("/fidelity").isNull()).isTrue();
        assertThat(report.at("/fidelity_note").asText())
                .isEqualTo("no fidelity is claimed: files do not tell what ran");
        assertThat(report.at("/base/state_bytes").asLong()).isPositive();
        assertThat(report.at("/labels/words").asText()).startsWith("no labels are given");
        assertThat(report.at("/variants/0/diff/removed")).isEmpty();
        assertThat(report.at("/variants/1/diff/removed").findValuesAsText("reason"))
                .contains("new-admin-user is off there");
        assertThat(replay("--input", file.toString(), "--sweep", "new-admin-user.enabled=true,false", "--format",
                "json").out()).isEqualTo(run.out());
    }

    /** What is allowed for one rule goes before what is allowed for all. */
    @Test
    void filesOfWhatIsAllowedAreTried() throws IOException {
        Path file = attack("attack.jsonl");
        String all = Files.writeString(folder.resolve("all.yaml"), """
                allow:
                - principalId: AIDAZ49AHUAJ9OEK73O5
                  maxGrade: FULL_ADMIN
                  owner: ann
                  reason: known
                  expires: 2027-01-01
                """).toString();
        String none = Files.writeString(folder.resolve("none.yaml"), "rules: {}\n").toString();
        JsonNode report = JSON.readTree(replay("--input", file.toString(), "--sweep", "allow=" + none + "," + all,
                "--sweep", "new-admin-user.allow=" + none + "," + all, "--format", "json").out());
        assertThat(report.at("/variants").findValuesAsText("name").stream().filter(name -> name.startsWith("allow=")))
                .hasSize(4);
        assertThat(rules(report.at("/variants/0/diff/changed"))).isEmpty();
        assertThat(rules(report.at("/variants/1/diff/changed"))).containsExactly("new-admin-user");
        assertThat(rules(report.at("/variants/2/diff/changed"))).doesNotContain("new-admin-user");
        assertThat(rules(report.at("/variants/3/diff/changed"))).contains("new-admin-user");
        assertThat(report.at("/variants/1/diff/changed/0/reason").asText())
                .contains("allow-list entry #", ", owner ann, expires 2027-01-01: known");
    }

    private static List<String> rules(JsonNode entries) {
        return entries.valueStream().map(entry -> entry.at("/alert/rule").asText()).toList();
    }

    @Test
    void aFileOfASweepThatIsWrongIsToldByLineAndColumn() throws IOException {
        Path file = attack("attack.jsonl");
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "allow:\n- owner: ann\n  raison: known\n");
        CommandRun run = replay("--input", file.toString(), "--sweep",
                "allow=" + wrong + "," + folder.resolve("missing.yaml"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(wrong + ":3:3: ", "missing.yaml: cannot be read: there is no such file");
        assertThat(replay("--input", file.toString(), "--sweep", "admin-grant.allow=" + file).exitCode()).isEqualTo(2);
    }

    /** Whatever form somebody reads: what it is worth, what each variant gives, and how to get it again. */
    @ParameterizedTest
    @ValueSource(strings = {"pretty", "markdown", "html", "json"})
    void everyFormSaysWhatTheReplayIsWorthAndHowToRunItAgain(String format) throws IOException {
        Path file = attack("attack.jsonl");
        CommandRun run = replay("--input", file.toString(), "--fail-on", "fidelity<99.5", "--sweep",
                "new-admin-user.window=0s,1h,7d", "--sweep", "new-admin-user.enabled=true,false", "--parallel", "1",
                "--format", format);
        assertThat(run.exitCode()).isEqualTo(3);
        String told = run.out().replaceAll("\\\\(?=[-_<>.#])", "");
        assertThat(told).contains("fidelity is not known, and 99.50 % is asked for: do not tune on this",
                "./iamwatch replay --input ", "--sweep new-admin-user.enabled=true,false --format " + format)
                .doesNotContain("--parallel");
        if (!format.equals("json")) {
            assertThat(told).contains("Time to detect, and state", "p50", "p95", "max", "critical 1",
                    "new-admin-user 1",
                    "new-admin-user.window with new-admin-user.enabled=true", "0s gives ");
        }
    }

    @Test
    void thePageIsSelfContainedAndShowsEvidenceWithoutAScript() throws IOException {
        String page = replay("--input", attack("attack.jsonl").toString(), "--sweep", "new-admin-user.enabled=false",
                "--sweep", "new-admin-user.window=1h,1d,7d", "--format", "html").out();
        assertThat(page).contains("<table class=\"changes\">", "<tr class=\"removed\">", "<details><summary>links: ",
                "attached AdministratorAccess to user malicious-iam-user", "<svg viewBox=", "<polyline points=")
                .doesNotContain("<script", "src=", "href=");
    }

    @Test
    void jsonHasTheCurvesAndTheTimesToDetect() throws IOException {
        JsonNode report = JSON.readTree(replay("--input", attack("attack.jsonl").toString(), "--sweep",
                "new-admin-user.window=0s,1h,7d", "--format=json", "--parallel=2").out());
        assertThat(report.at("/curves/0/setting").asText()).isEqualTo("new-admin-user.window");
        assertThat(report.at("/curves/0/points").findValuesAsText("value")).containsExactly("0s", "1h", "7d");
        assertThat(List.of("p50", "p95", "max")).allMatch(report.at("/base/delay")::has);
        assertThat(report.at("/command").asText()).endsWith("--format=json");
        assertThat(report.at("/tuning").isNull()).isTrue();
    }

    @Test
    void theRangeIsOneOfArrivals() throws IOException {
        Path delivered = attack(DELIVERY);
        assertThat(records(delivered, "--from", "2026-03-01T12:05:00Z")).isEqualTo(3);
        assertThat(records(delivered, "--from", "2026-03-01T12:05:01Z")).isZero();
        assertThat(records(delivered, "--to", "2026-03-01T12:05:00Z")).isZero();
        Path bare = attack("attack.jsonl");
        assertThat(records(bare, "--from", "2026-03-01T12:00:00Z", "--warm-up", "1d")).isEqualTo(3);
        assertThat(records(bare, "--from", "2026-03-01T12:00:01Z")).isZero();
        assertThat(replay("--input", folder.toString(), "--from", "2026-03-02", "--warm-up", "1d").out())
                .contains("2 files from", "known from a warm-up only", "there are no records in this range");
    }

    @Test
    void aSnapshotIsJudgedAsScanJudgesIt() throws IOException {
        String snapshot = Files.writeString(folder.resolve("snapshot.txt"), """
                {"UserDetailList": [], "RoleDetailList": [], "Policies": [], "GroupDetailList": [{"GroupName": "ops",
                "GroupId": "AGPAEXAMPLE", "Arn": "arn:aws:iam::229654561268:group/ops", "Path": "/",
                "CreateDate": "2020-01-01T00:00:00Z", "GroupPolicyList": [], "AttachedManagedPolicies": [
                {"PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]}]}
                """).toString();
        Path file = attack("joining.jsonl");
        Files.writeString(file, Files.readString(file).replace("AttachUserPolicy", "AddUserToGroup").replace(
                "\"policyArn\":\"arn:aws:iam::aws:policy/AdministratorAccess\"", "\"groupName\":\"ops\""));
        assertThat(newAdmins(file)).isZero();
        assertThat(newAdmins(file, "--baseline", snapshot)).isEqualTo(1);
        assertThat(newAdmins(file, "--baseline", snapshot, "--from", "2026-03-01T12:00:00Z", "--warm-up", "1d"))
                .isEqualTo(1);
        assertThat(newAdmins(file, "--baseline", snapshot, "--baseline-start", "2026-03-10T12:00:00Z")).isZero();
        CommandRun told = replay("--input", file.toString(), "--baseline", snapshot);
        assertThat(told.out()).contains("1 file and a snapshot");
        CommandRun wrong = replay("--input", file.toString(), "--baseline", file.toString());
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--baseline " + file);
        assertThat(replay("--input", file.toString(), "--baseline", snapshot, "--baseline-start", "now").err())
                .contains("--baseline-start now: a date and time with its offset is needed");
    }

    @Test
    void whatIsNoRecordIsNamedAndAFileThatBreaksOffIsRefused() throws IOException {
        Path noise = Files.writeString(folder.resolve("noise.jsonl"), "nonsense\n");
        CommandRun run = replay("--input", noise.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("noise.jsonl: 1: not a JSON object");
        Path broken = Files.write(folder.resolve("broken.gz"), new byte[]{0x1f, (byte) 0x8b, 8, 0});
        CommandRun refused = replay("--input", noise.toString(), broken.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("broken.gz: cannot be read: gzip breaks off",
                "1 of the files cannot be read to the end");
    }

    @Test
    void whatHistoryTaughtIsABaselineThatTheBaselineCommandReads() throws IOException {
        Path file = attack("attack.jsonl");
        Path baseline = folder.resolve("baseline.json");
        CommandRun run = replay("--input", file.toString(), "--emit-baseline", baseline.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("baseline of account 229654561268: users 1, groups 0, roles 0, policies 0; "
                + "known in part, and left out: 0; ./iamwatch baseline " + baseline + " --start 2026-03-01T12:00:00Z");
        assertThat(Files.readString(baseline)).contains("malicious-iam-user", "AdministratorAccess");
        CommandRun read = CommandRun.of(List.of("baseline", "--dry-run", baseline.toString()));
        assertThat(read.exitCode()).isZero();
        assertThat(read.out()).contains("account:  229654561268",
                "start:    2026-03-01T12:00:00Z, the file's modification time", "users 1");
        Path other = Files.writeString(folder.resolve("other.jsonl"),
                Files.readString(file).replace("229654561268", "111122223333"));
        CommandRun two = replay("--input", file.toString(), other.toString(), "--emit-baseline", baseline.toString());
        assertThat(two.exitCode()).isEqualTo(2);
        assertThat(two.err()).contains("history tells of 2 accounts, and a baseline is of one: a folder that is there");
        Path each = Files.createDirectory(folder.resolve("each"));
        assertThat(replay("--input", file.toString(), other.toString(), "--emit-baseline", each.toString()).exitCode())
                .isZero();
        assertThat(each.resolve("229654561268.json")).hasSameBinaryContentAs(baseline);
        assertThat(each.resolve("111122223333.json")).exists();
        CommandRun none = replay("--input", file.toString(), "--accounts", "999999999999", "--emit-baseline",
                baseline.toString());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("nothing is known in full of any account");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "--input /no/such/file; /no/such/file: there is no such file or folder",
            "--input . --topic cloudtrail.history; --input and --topic exclude each other",
            "--input - -; standard input can be read only once",
            "--input - --rules -; standard input can be read only once",
            "--input . --against live; --against live: files do not tell which rules were in force",
            "--input . --warm-up 1d; --warm-up needs --from",
            "--baseline x; --baseline and --baseline-start go with --input",
            "--input . --checkpoint x; --checkpoint and --export-checkpoint are of topics",
            "--from 2026-03-01 --warm-up 1d --export-checkpoint x; it goes neither with --checkpoint nor with",
            "--from 2026-03-01 --warm-up 1d --emit-baseline x; --emit-baseline tells what all of history taught",
            "--checkpoint /no/such/file; --checkpoint /no/such/file: cannot be read: there is no such file or folder",
            "--offsets 0=1-2; --offsets 0=1-2: PARTITION=FROM..TO is needed, as in 0=100..200, 0=100.. or 0=..200",
            "--offsets 0=..9 --from 2026-03-01; --offsets says what counts",
            "--offsets 0=..9 --input .; --offsets says what counts",
            "--input . --sweep allow=-; --sweep allow=-: the names of files are needed",
            "--input . --from 2026-03-02 --to 2026-03-01; --from must be before --to"})
    void wrongUsageIsToldAndEndsWithTwo(String words, String told) {
        CommandRun run = replay(words.split(" ", -1));
        assertThat(run.err()).contains(told);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private int records(Path file, String... more) throws IOException {
        return JSON.readTree(replay(Stream.concat(Stream.of("--input", file.toString(), "--format", "json"),
                Arrays.stream(more)).toArray(String[]::new)).out()).at("/range/records").asInt();
    }

    private int newAdmins(Path file, String... more) throws IOException {
        return JSON.readTree(replay(Stream.concat(Stream.of("--input", file.toString(), "--format", "json"),
                Arrays.stream(more)).toArray(String[]::new)).out()).at("/base/by_rule/new-admin-user").asInt();
    }

    private Path attack(String name) throws IOException {
        return Files.write(folder.resolve(name), String.join("\n", Attack.at(ATTACK)).getBytes(UTF_8));
    }

    private static CommandRun replay(String... words) {
        return CommandRun.of(List.of("replay"), words);
    }
}
