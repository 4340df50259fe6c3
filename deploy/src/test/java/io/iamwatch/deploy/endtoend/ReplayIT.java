package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./iamwatch replay} on the live pipeline. */
@ExtendWith(OnWholeWay.class)
class ReplayIT {

    private final WholeWay way;
    private final ObjectMapper json = new ObjectMapper();

    private final List<String> accounts = new ArrayList<>();

    @TempDir
    private Path folder;

    ReplayIT(WholeWay way) {
        this.way = way;
    }

    /** Attacks whose records come in any order and more than once. */
    @BeforeEach
    void attack() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            Story story = way.story(way.newAccount(), "replayed-" + i);
            accounts.add(story.account());
            List<String> records = new ArrayList<>(story.asRecorded());
            records.addAll(story.asRecorded());
            Collections.shuffle(records, random);
            way.playRecords(story.account(), records);
        }
    }

    @Test
    void givesTheAlertsThatRanByteByByteAndTwiceTheSame() throws Exception {
        CommandRun first = replay("--format", "json", "--parallel", "1", "--fail-on", "fidelity<100");
        CommandRun second = replay("--format", "json", "--parallel", "4", "--to", "2099-01-01");
        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        JsonNode report = json.readTree(first.out());
        assertThat(report.at("/fidelity/percent").asDouble()).isEqualTo(100);
        assertThat(report.at("/fidelity/alike").asInt()).isGreaterThanOrEqualTo(10);
        assertThat(report.at("/base/by_rule/new-admin-user").asInt()).isGreaterThanOrEqualTo(10);
        assertThat(json.readTree(second.out()).at("/fidelity")).isEqualTo(report.at("/fidelity"));
        assertThat(report.at("/tuning/advised").asBoolean()).isTrue();
        assertThat(replay("--format", "json", "--parallel=3", "--fail-on", "fidelity<100").out())
                .isEqualTo(first.out());
    }

    @Test
    void filesGiveWhatHistoryGivesAfterABackfill() throws Exception {
        Path archive = Files.createDirectory(folder.resolve("archive"));
        for (String account : accounts) {
            List<String> records = new ArrayList<>(way.story(account, "archived").asRecorded());
            Collections.reverse(records);
            Files.writeString(archive.resolve(account + "_CloudTrail_us-east-1_20260301T1205Z_abcdefgh12345678.json"),
                    String.join("\n", records));
        }
        assertThat(CommandRun.of(List.of("backfill", "--bootstrap-servers", way.bootstrapServers(), "--parallel", "1",
                archive.toString())).exitCode()).isZero();
        String[] judging = {"--against", Files.writeString(folder.resolve("rules.yaml"), "rules: {}\n").toString(),
                "--sweep", "new-admin-user.enabled=false", "--format", "json", "--labels",
                Files.writeString(folder.resolve("none"), "").toString()};
        JsonNode topic = json.readTree(CommandRun.of(List.of("replay", "--bootstrap-servers", way.bootstrapServers(),
                "--topic", "cloudtrail.history", "--accounts", String.join(",", accounts)), judging).out());
        JsonNode files = json.readTree(CommandRun.of(List.of("replay", "--input", archive.toString()), judging).out());
        assertThat(topic.at("/variants/0/diff/removed")).hasSizeGreaterThanOrEqualTo(accounts.size());
        for (String part : List.of("/base", "/near_misses", "/variants", "/range/records", "/range/from")) {
            assertThat(withoutPlaces(files.at(part))).isEqualTo(withoutPlaces(topic.at(part)));
        }
    }

    /** What is remembered names places too, so its size depends on how they are called. */
    private static String withoutPlaces(JsonNode report) {
        return report.toString().replaceAll("\"partition\":[0-9]+,\"offset\":[0-9]+|\"state_bytes\":[0-9]+", "");
    }

    @Test
    void aRangeOfOffsetsCountsAndWhatIsBeforeItIsKnown() throws Exception {
        String whole = replay("--format", "json").out();
        int alike = json.readTree(whole).at("/fidelity/alike").asInt();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", way.bootstrapServers()))) {
            Map<String, Long> ends = ends(admin);
            List<String> first = new ArrayList<>();
            List<String> second = new ArrayList<>();
            for (int partition = 0; partition < WholeWay.PARTITIONS; partition++) {
                long middle = ends.get("cloudtrail.identity-" + partition) / 2;
                if (middle > 0) {
                    first.add(partition + "=.." + middle);
                    second.add(partition + "=" + middle + "..");
                }
            }
            int told = 0;
            for (List<String> offsets : List.of(first, second)) {
                CommandRun half = replay("--format", "json", "--offsets", String.join(",", offsets), "--fail-on",
                        "fidelity<100");
                assertThat(half.err()).isEmpty();
                assertThat(json.readTree(half.out()).at("/range/source").asText()).contains(offsets.getFirst());
                told += json.readTree(half.out()).at("/fidelity/alike").asInt();
            }
            assertThat(told).isEqualTo(alike);
        }
        CommandRun none = replay("--offsets", "7=..");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .contains("7=..: there is no such partition; cloudtrail.identity has the partitions 0 to 3");
        CommandRun beyond = replay("--offsets", "0=..123456789");
        assertThat(beyond.exitCode()).isEqualTo(2);
        assertThat(beyond.err()).contains("partition 0 of cloudtrail.identity begins at offset 0 and ends before ",
                "; 123456789 is neither in it nor its end");
    }

    @Test
    void aCheckpointGivesWhatTheBeginningGives() throws Exception {
        JsonNode whole = json.readTree(replay("--format", "json").out()).at("/range");
        String middle = Instant.ofEpochMilli((whole.at("/from").asLong() + whole.at("/to").asLong()) / 2).toString();
        Path kept = folder.resolve("kept");
        assertThat(replay("--to", middle, "--export-checkpoint", kept.toString()).exitCode()).isZero();
        byte[] bytes = Files.readAllBytes(kept);
        assertThat(replay("--to", middle, "--export-checkpoint", kept.toString(), "--parallel", "4").exitCode())
                .isZero();
        assertThat(kept).hasBinaryContent(bytes);
        String[] range = {"--from", middle, "--sweep", "new-admin-user.window=1h", "--format", "json"};
        JsonNode beginning = json.readTree(replay(range).out());
        CommandRun run = replay(Stream.concat(Arrays.stream(range), Stream.of("--checkpoint", kept.toString(),
                "--fail-on", "fidelity<100")).toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        JsonNode report = json.readTree(run.out());
        for (String part : List.of("/fidelity", "/base", "/near_misses", "/range/records", "/range/judged")) {
            assertThat(report.at(part)).isEqualTo(beginning.at(part));
        }
        assertThat(report.at("/range/state").asText()).isEqualTo("what came before the range is known from the "
                + "checkpoint " + kept + "; as if they came into force there: new-admin-user.window=1h");
        CommandRun early = replay("--checkpoint", kept.toString(), "--to", "2001-01-01");
        assertThat(early.exitCode()).isEqualTo(2);
        assertThat(early.err()).contains("a later end, or an earlier checkpoint, is needed");
        CommandRun other = replay("--checkpoint", kept.toString(), "--topic", "cloudtrail.history");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("is of cloudtrail.identity, and cloudtrail.history is replayed");
    }

    @Test
    void leavesNoTrace() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", way.bootstrapServers()))) {
            Set<String> groups = groups(admin);
            Map<String, Long> ends = ends(admin);
            assertThat(replay("--sweep", "window=1s,1d").exitCode()).isZero();
            assertThat(groups(admin)).isEqualTo(groups);
            assertThat(ends(admin)).isEqualTo(ends);
        }
    }

    @Test
    void tellsWhatOtherRulesWouldHaveDoneAndWhy() throws Exception {
        Story granted = way.story(way.newAccount(), "slow");
        accounts.add(granted.account());
        Story created = new Story(granted.account(), granted.user(), granted.at().minusSeconds(90));
        way.playRecords(granted.account(), List.of(created.creation(), granted.grant()));
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "rules:\n  new-admin-user:\n    enabled: false\n");
        JsonNode report = json.readTree(replay("--format", "json", "--rules", rules.toString(), "--sweep",
                "new-admin-user.window=1m,7d").out());
        assertThat(report.at("/variants/0/by_rule/new-admin-user").asInt()).isZero();
        assertThat(report.at("/variants/0/diff/removed").findValuesAsText("reason"))
                .contains("new-admin-user is off there");
        assertThat(report.at("/variants/1/name").asText()).isEqualTo("new-admin-user.window=1m");
        assertThat(report.at("/variants/1/diff/changed").findValuesAsText("reason"))
                .contains("the window of 1 min ended 30 s before the grant; admin-granted tells it instead of "
                        + "new-admin-user");
        assertThat(report.at("/variants/2/diff/added")).isEmpty();
        assertThat(report.at("/variants/2/diff/removed")).isEmpty();
        CommandRun pretty = replay("--rules", rules.toString());
        assertThat(pretty.out()).contains("Fidelity", "100.0 %", "new-admin-user is off there");
        assertThat(replay("--format", "markdown").out()).contains("## Fidelity", "| rules |");
        Path page = folder.resolve("report.html");
        assertThat(replay("--format", "html", "--out", page.toString()).exitCode()).isZero();
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("<h2>Fidelity</h2>")
                .doesNotContain("<script");
    }

    @Test
    void scoresByLabels() throws Exception {
        JsonNode report = json.readTree(replay("--format", "json", "--sweep", "new-admin-user.severity=low").out());
        String uid = report.at("/variants/0/diff/changed/0/alert/uid").asText();
        Path labels = Files.writeString(folder.resolve("labels"), "# by hand\n" + uid + ", true-positive\n");
        CommandRun lost = replay("--format", "json", "--labels", labels.toString(), "--sweep",
                "new-admin-user.enabled=true,false", "--sweep", "admin-granted.enabled=false", "--fail-on",
                "lost-true-positive");
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(lost.err())
                .contains("admin-granted.enabled=false does not raise what was found to be an attack: " + uid);
        Path noise = Files.writeString(folder.resolve("noise"), uid + ", false-positive\n");
        CommandRun come = replay("--against", Files.writeString(folder.resolve("off.yaml"),
                "rules: {new-admin-user: {enabled: false}, admin-granted: {enabled: false}}\n").toString(), "--labels",
                noise.toString(), "--sweep", "new-admin-user.enabled=true", "--fail-on", "new-false-positive");
        assertThat(come.exitCode()).isEqualTo(3);
        assertThat(come.err()).contains("raises what was found to be no attack: " + uid);
        assertThat(json.readTree(lost.out()).at("/base/score/recall/value").asDouble()).isEqualTo(1);
        assertThat(replay("--labels", Files.writeString(folder.resolve("bad"), "x guilty").toString()).err())
                .contains("bad:1: an alert's uid and a verdict are needed, one of false-positive, true-positive");
    }

    /** An attack of another account, or of another time, is none that rules could have lost here. */
    @Test
    void onlyLabelsOfTheRangeAndOfTheAccountsCount() throws Exception {
        JsonNode whole = json.readTree(replay("--format", "json", "--sweep", "new-admin-user.severity=low").out());
        Set<String> uids = new TreeSet<>(whole.at("/variants/0/diff/changed").findValuesAsText("uid"));
        String labels = Files.writeString(folder.resolve("labels"), uids.stream()
                .map(uid -> uid + " true-positive\n").collect(Collectors.joining("", "", "typo true-positive\n")))
                .toString();
        JsonNode all = json.readTree(replay("--format", "json", "--labels", labels).out());
        assertThat(all.at("/labels/counted").asInt()).isEqualTo(uids.size());
        assertThat(all.at("/labels/unknown").asInt()).isEqualTo(1);
        assertThat(all.at("/base/score/recall/value").asDouble()).isEqualTo(1);
        JsonNode one = json.readTree(CommandRun.of(List.of("replay", "--bootstrap-servers", way.bootstrapServers(),
                "--accounts", accounts.getFirst(), "--format", "json", "--labels", labels)).out());
        assertThat(one.at("/labels/counted").asInt()).isPositive();
        assertThat(one.at("/labels/counted").asInt() + one.at("/labels/other_accounts").asInt())
                .isEqualTo(uids.size());
        assertThat(one.at("/base/score/recall/value").asDouble()).isEqualTo(1);
        Path off = Files.writeString(folder.resolve("off.yaml"),
                "rules: {new-admin-user: {enabled: false}, admin-granted: {enabled: false}}\n");
        JsonNode lost = json.readTree(replay("--format", "json", "--labels", labels, "--against", off.toString())
                .out());
        assertThat(lost.at("/labels/counted").asInt()).isEqualTo(uids.size());
        assertThat(lost.at("/base/score/recall/value").asDouble()).isZero();
        String last = Instant.ofEpochMilli(whole.at("/range/to").asLong()).toString();
        JsonNode end = json.readTree(replay("--format", "json", "--labels", labels, "--from", last).out());
        assertThat(end.at("/labels/out_of_range").asInt()).isPositive();
        assertThat(end.at("/labels/counted").asInt() + end.at("/labels/out_of_range").asInt())
                .isEqualTo(uids.size());
        assertThat(end.at("/labels/words").asText()).contains("told outside of the range only (");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(replay("--topic", "iamwatch.alerts")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("cloudtrail.identity or cloudtrail.history is needed");
        });
        assertThat(replay("--from", "yesterday").err()).contains("--from yesterday: a day or a time");
        assertThat(replay("--sweep", "new-admin-user.windo=1h").err())
                .contains("new-admin-user has no windo; it has enabled, severity, window");
        assertThat(replay("--sweep", "new-admin-usr.window=1h").err()).contains("is new-admin-user meant?");
        assertThat(replay("--sweep", "window=soon").err()).contains("window=soon must be 0s to 90d");
        assertThat(replay("--fail-on", "anything").exitCode()).isEqualTo(2);
        CommandRun empty = replay("--from", "2001-01-01", "--to", "2001-01-02");
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(empty.out()).isEmpty();
        assertThat(empty.err()).contains("cloudtrail.identity: there are no records in this range; an earlier --from");
    }

    private CommandRun replay(String... more) {
        return CommandRun.of(List.of("replay", "--bootstrap-servers", way.bootstrapServers(), "--accounts",
                String.join(",", accounts)), more);
    }

    private static Set<String> groups(Admin admin) throws Exception {
        return admin.listGroups().all().get().stream().map(GroupListing::groupId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where every topic ends; those of progress and of Connect move by themselves. */
    private static Map<String, Long> ends(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = admin.describeTopics(admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith("cloudtrail.") || name.startsWith("iamwatch."))
                .filter(name -> !name.equals("iamwatch.progress")).toList()).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<String, Long> ends = new TreeMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
        return ends;
    }
}
