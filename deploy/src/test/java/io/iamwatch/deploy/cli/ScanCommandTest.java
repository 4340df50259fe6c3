package io.iamwatch.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ScanCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String attack;

    @BeforeEach
    void readAttack() {
        attack = resource("/demo/attack.jsonl");
    }

    @Test
    void theStandingAlertsAreOneALine() throws IOException {
        assertThat(run("scan", "--format", "ndjson", file("attack.jsonl", attack))).isZero();
        JsonNode alert = critical(alerts());
        assertThat(alert.at("/finding_info/analytic/uid").textValue()).isEqualTo("new-admin-user");
        assertThat(alert.at("/cloud/account/uid").textValue()).isEqualTo("229654561268");
        assertThat(alert.at("/resources/0/name").textValue()).isEqualTo("malicious-iam-user");
        assertThat(alert.at("/resources/0/type").textValue()).isEqualTo("AWS::IAM::User");
        assertThat(err.toString()).contains("1 file read, ", "3 records, of which 3 relevant to the rules; 0 rejected",
                "1 account, 2024-08-01T13:33:28Z to 2024-08-01T13:33:28Z", "alerts: 1 critical");
    }

    @Test
    void theOldestComesFirstWhateverTheOrderInTheFiles() throws IOException {
        String several = String.join("\n", List.of(3, 1, 5, 4, 2).stream()
                .map(day -> attack.replace("2024-08-01T", "2024-08-0" + day + "T")
                        .replace("malicious-iam-user", "u" + day)
                        .replace("AIDAL1XMLVWIUOK8KAF0", "AIDAL1XMLVWIUOK8KAF" + day))
                .toList());
        assertThat(run("scan", "--format", "ndjson", file("several.jsonl", several))).isZero();
        assertThat(alerts()).extracting(alert -> alert.at("/resources/0/name").textValue())
                .containsExactly("u1", "u2", "u3", "u4", "u5");
        assertThat(alerts()).extracting(alert -> alert.path("start_time").longValue()).isSorted();
    }

    @Test
    void peopleReadThemAsInTheTerminalView() throws IOException {
        assertThat(run("scan", file("attack.jsonl", attack))).isZero();
        assertThat(out.toString()).contains(" CRITICAL  new-admin-user  user malicious-iam-user  account 229654561268",
                "christophe created user malicious-iam-user and made it an administrator in the same second");
    }

    @Test
    void failOnAsksForThatSeverityOrMore() throws IOException {
        String file = file("attack.jsonl", attack);
        assertThat(run("scan", "--fail-on", "critical", file)).isEqualTo(3);
        assertThat(run("scan", "--fail-on", "LOW", file)).isEqualTo(3);
        assertThat(run("scan", "--fail-on", "critical", file("none.jsonl", attack.replace("AttachUser", "Get"))))
                .isZero();
    }

    @Test
    void everyEnvelopeIsRead() throws IOException {
        String[] lines = attack.split("\n", -1);
        String events = String.join(",", Arrays.stream(lines).filter(line -> !line.isBlank())
                .map(line -> "{\"message\":" + JSON.valueToTree(line) + "}").toList());
        String subscription = "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"229654561268\",\"logEvents\":[" + events
                + "]}";
        String bridge = String.join("\n", Arrays.stream(lines).filter(line -> !line.isBlank())
                .map(line -> "{\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" + line + "}").toList());
        String records = "{\"Records\":[" + String.join(",", lines).replaceAll(",$", "") + "]}";
        for (String content : List.of(attack, records, subscription, bridge, "\ufeff" + records)) {
            assertFound(Files.write(folder.resolve("plain"), content.getBytes(UTF_8)));
            assertFound(Files.write(folder.resolve("gzip"), gzip(content)));
        }
        byte[] first = gzip(lines[0] + "\n");
        byte[] second = gzip(lines[1] + "\n" + lines[2]);
        byte[] members = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, members, first.length, second.length);
        assertFound(Files.write(folder.resolve("members"), members));
    }

    private void assertFound(Path file) {
        out.getBuffer().setLength(0);
        assertThat(run("scan", "--format", "ndjson", file.toString())).isZero();
        assertThat(critical(alerts()).at("/resources/0/name").textValue()).isEqualTo("malicious-iam-user");
    }

    @Test
    void aBucketIsReadWholeInAnyOrderOfItsFolders() throws IOException {
        String[] lines = attack.split("\n", -1);
        String[] names = {"2024/08/01/2_CloudTrail_us-east-1_20240801T1335Z_a.json.gz",
                "2024/08/01/2_CloudTrail_us-east-1_20240801T1340Z_a.json.gz",
                "2024/08/01/2_CloudTrail_us-east-1_20240801T1345Z_a.json.gz"};
        for (int i = 0; i < 3; i++) {
            Path file = folder.resolve("AWSLogs/2/CloudTrail/us-east-" + i + "/" + names[i]);
            Files.createDirectories(file.getParent());
            Files.write(file, gzip("{\"Records\":[" + lines[i] + "]}"));
        }
        Path digest = folder.resolve("AWSLogs/2/CloudTrail-Digest/2_CloudTrail-Digest_us-east-1_x.json.gz");
        Files.createDirectories(digest.getParent());
        Files.write(digest, gzip("{}"));
        assertThat(run("scan", "--format", "ndjson", "--fail-on", "critical", folder.toString())).isEqualTo(3);
        critical(alerts());
        assertThat(err.toString()).contains("3 files read, 1 of digests or Insights skipped");
    }

    @Test
    void standardInputIsReadOnce() {
        assertThat(runWith(attack, "scan", "--format", "ndjson", "-")).isZero();
        critical(alerts());
        assertThat(runWith(attack, "scan", "-", "-")).isEqualTo(2);
        assertThat(runWith(attack, "scan", "--rules", "-", "-")).isEqualTo(2);
        assertThat(err.toString()).contains("standard input can be read only once");
    }

    @Test
    void aFileOfLongAgoIsFineAndAForgedDateEndsNothing() throws IOException {
        String old = attack.replace("2024-08-01T", "2006-08-01T");
        String forged = attack.split("\n", -1)[2].replace("2024-08-01T", "2099-08-01T")
                .replaceAll("\"eventID\":\"[^\"]*\"", "\"eventID\":\"forged\"")
                .replace("AIDAL1XMLVWIUOK8KAF0", "AIDAL1XMLVWIUOK8KAF1");
        for (String content : List.of(old + "\n" + forged, forged + "\n" + old)) {
            out.getBuffer().setLength(0);
            assertThat(run("scan", "--format", "ndjson", file("old.jsonl", content))).isZero();
            JsonNode alert = critical(alerts());
            assertThat(alert.path("start_time").asLong()).isEqualTo(1_154_439_208_000L);
            assertThat(alert.at("/unmapped/iamwatch/still_admin").booleanValue()).isTrue();
            assertThat(alert.at("/unmapped/iamwatch/future").booleanValue()).isFalse();
            assertThat(err.toString()).contains("1 dated in the future");
        }
    }

    @Test
    void whatCannotBeUsedIsNamedAndTheScanGoesOn() throws IOException {
        Path input = Files.createDirectories(folder.resolve("input"));
        byte[] whole = gzip(attack + "x".repeat(10_000) + attack.hashCode());
        Files.write(input.resolve("a-cut\u001b[2J.gz"), Arrays.copyOf(whole, whole.length - 9));
        Files.write(input.resolve("b-empty"), new byte[0]);
        Files.writeString(input.resolve("c-garbage"), "garbage\n{\"a\":1}\n{\"a\":2}\n" + attack.replaceAll(
                "\"(recipientAccountId|accountId)\":\"\\d+\"", "\"$1\":null"));
        Files.writeString(input.resolve("d-time"), attack.replace("2024-08-01T13:33:28Z", "yesterday"));
        Files.writeString(input.resolve("e"), attack);
        assertThat(run("scan", "--format", "ndjson", "--fail-on", "critical", input.toString())).isEqualTo(3);
        critical(alerts());
        assertThat(err.toString()).contains("a-cut\\u001b[2J.gz: cannot be read: gzip breaks off\n",
                "b-empty: 1: nothing in it\n", "c-garbage: 1: not a JSON object\n",
                "c-garbage: 2: not a CloudTrail record: no eventSource or no eventName (and 1 more of this file)\n",
                "c-garbage: 4: CloudTrail record without account (and 2 more of this file)\n",
                "d-time: 1: CloudTrail record whose eventTime is no time (and 2 more of this file)\n",
                "4 files read, 1 not or not to the end").doesNotContain("\u001b");
    }

    @Test
    void notEverythingIsNamed() throws IOException {
        for (int i = 0; i < 30; i++) {
            file("file" + i, "garbage");
        }
        assertThat(run("scan", folder.toString())).isZero();
        assertThat(err.toString().lines().filter(line -> line.endsWith(": not a JSON object"))).hasSize(20);
        assertThat(err.toString()).contains("\nand 10 more\n", "; 30 rejected");
    }

    @Test
    void rulesDecide() throws IOException {
        String rules = file("rules.yaml", "rules:\n  new-admin-user:\n    enabled: false\n");
        assertThat(run("scan", "--rules", rules, "--fail-on", "critical", file("a.jsonl", attack))).isZero();
    }

    @Test
    void anInvalidRulesFileIsToldAsByRulesCheck() throws IOException {
        String rules = file("rules.yaml", "latenesHorizon: 1d\n");
        assertThat(run("scan", "--rules", rules, file("a.jsonl", attack))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(
                rules + ":1:1: the file: unknown key \"latenesHorizon\"; latenessHorizon was meant?\n");
        assertThat(run("scan", "--rules", folder.resolve("none").toString(), file("a.jsonl", attack))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSnapshotTellsWhatGroupsMay() throws IOException {
        String snapshot = file("snapshot.json", """
                {"UserDetailList": [], "RoleDetailList": [], "Policies": [], "GroupDetailList": [{"GroupName": "ops",
                "GroupId": "AGPAEXAMPLE", "Arn": "arn:aws:iam::229654561268:group/ops", "Path": "/",
                "CreateDate": "2020-01-01T00:00:00Z", "GroupPolicyList": [], "AttachedManagedPolicies": [
                {"PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]}]}
                """);
        String joining = attack.replace("AttachUserPolicy", "AddUserToGroup").replace(
                "\"policyArn\":\"arn:aws:iam::aws:policy/AdministratorAccess\"", "\"groupName\":\"ops\"");
        assertThat(joining).contains("\"groupName\":\"ops\"");
        String records = file("a.jsonl", joining);
        assertThat(run("scan", "--fail-on", "critical", records)).isZero();
        assertThat(run("scan", "--fail-on", "critical", "--baseline", snapshot, records)).isEqualTo(3);
        assertThat(run("scan", "--fail-on", "critical", "--baseline", snapshot, "--baseline-start",
                "2024-09-01T00:00:00Z", records)).isZero();
        assertThat(run("scan", "--baseline", snapshot, "--baseline-start", "yesterday", records)).isEqualTo(2);
        assertThat(run("scan", "--baseline", records, records)).isEqualTo(2);
        assertThat(run("scan", "--baseline", folder.resolve("none").toString(), records)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scan", "scan no-such-file", "scan --fail-on dreadful .", "scan --format xml .",
            "scan --nonsense .", "scan --rules", "scan a\0b"})
    void wrongUsageIsTwo(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    /**
     * Real records: three findings of an attack are one critical alert, stopped trails are high, and 31 denied writes
     * are one alert.
     */
    @Test
    void realRecordsGiveTheirStories() throws IOException {
        String file = file("real.jsonl", resource("/cloudtrail/stratus-red-team.jsonl")
                + resource("/demo/background.jsonl") + resource("/cloudtrail/grycap-cloudtrail-tracker.jsonl"));
        assertThat(run("scan", "--format", "ndjson", file)).isZero();
        assertThat(critical(alerts()).at("/resources/0/name").textValue()).isEqualTo("malicious-iam-user");
        assertThat(alerts()).filteredOn(alert -> alert.path("severity_id").asInt() == 4).isNotEmpty()
                .allSatisfy(alert -> assertThat(ruleOf(alert)).isEqualTo("audit-trail-tampering"));
        out.getBuffer().setLength(0);
        String denied = file("denied.jsonl", resource("/scan/denied-writes.jsonl"));
        assertThat(run("scan", "--format", "ndjson", denied)).isZero();
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(ruleOf(alert)).isEqualTo("denied-iam-attempts");
            assertThat(alert.at("/unmapped/iamwatch/evidences_total").asInt()).isEqualTo(31);
        });
    }

    private static String ruleOf(JsonNode alert) {
        return alert.at("/finding_info/analytic/uid").textValue();
    }

    private static JsonNode critical(List<JsonNode> alerts) {
        List<JsonNode> critical = alerts.stream().filter(alert -> alert.path("severity_id").asInt() == 5).toList();
        assertThat(critical).hasSize(1);
        return critical.getFirst();
    }

    private List<JsonNode> alerts() {
        return out.toString().lines().map(line -> {
            try {
                return JSON.readTree(line);
            } catch (IOException noJson) {
                throw new UncheckedIOException(noJson);
            }
        }).toList();
    }

    private static String resource(String name) {
        try (InputStream resource = ScanCommandTest.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private int runWith(String input, String... arguments) {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
