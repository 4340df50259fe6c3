package io.iamwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.detector.detection.ToldHistory;
import io.iamwatch.detector.rules.Rules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a replay gives is what ran, version by version and byte by byte: of random histories that arrive in any
 * order and more than once, judged by two detectors that are killed at random instants and started again, with
 * rules that change in the middle. {@code -Dseed=N} tells one case again; the instants are never the same.
 */
class ReplayEqualityIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MORE_SEEDS = 3;

    @Test
    void aReplayGivesWhatRan() throws Exception {
        check(Long.getLong("seed", 1), 150, 1);
    }

    @Test
    @Tag("guarantees")
    void aReplayGivesWhatRanOverManyHistories() throws Exception {
        long first = Long.getLong("seed", new Random().nextLong());
        for (int i = 0; i < MORE_SEEDS; i++) {
            check(first + i, 1_500, 3);
        }
    }

    private static void check(long seed, int accounts, int kills) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (DetectorPair detectors = new DetectorPair(random)) {
            detectors.put(accounts);
            Rules first = ToldHistory.rules();
            Rules second = ToldHistory.rules(400, 1_500);
            detectors.startBoth(first);
            for (int i = 0; i < kills; i++) {
                detectors.awaitMore();
                detectors.killOne(first);
            }
            detectors.awaitMore();
            detectors.changeRules(second);
            for (int i = 0; i < kills; i++) {
                detectors.awaitMore();
                detectors.killOne(second);
            }
            detectors.awaitEnd();
            compare(seed, detectors);
            tellsWhatIsGone(detectors);
        }
    }

    /**
     * What a topic's retention takes away is named, and nothing is claimed once the first identity records are gone.
     */
    private static void tellsWhatIsGone(DetectorPair detectors) throws Exception {
        deleteHalf(detectors, Topics.USERS.name());
        JsonNode fidelity = JSON.readTree(replay(detectors, "2")).at("/fidelity");
        assertThat(fidelity.at("/percent").asDouble()).isBetween(0.0, 99.9);
        assertThat(Stream.of("only_live", "changed").flatMap(kind -> fidelity.at("/" + kind).valueStream())
                .map(difference -> difference.path("reason").asText()))
                .anyMatch(reason -> reason.matches("the alert that ran rests on the record at "
                        + "cloudtrail\\.users/[0-9]+/[0-9]+, which is not among those that were replayed: .*"));
        deleteHalf(detectors, Topics.IDENTITY.name());
        JsonNode report = JSON.readTree(replay(detectors, "2"));
        assertThat(report.at("/fidelity").isNull()).isTrue();
        assertThat(report.at("/fidelity_note").asText()).contains("the first records of the topic are gone");
    }

    private static void deleteHalf(DetectorPair detectors, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", detectors.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
                    .forEach(one -> latest.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> half = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach(
                    (partition, end) -> half.put(partition, RecordsToDelete.beforeOffset(end.offset() / 2)));
            admin.deleteRecords(half).all().get();
        }
    }

    private static void compare(long seed, DetectorPair detectors) throws Exception {
        String replayed = replay(detectors, "1");
        assertThat(replay(detectors, "4")).isEqualTo(replayed);
        JsonNode fidelity = JSON.readTree(replayed).at("/fidelity");
        System.out.println(detectors.account() + ", alike " + fidelity.at("/alike"));
        for (String differences : List.of("only_live", "only_replay", "changed")) {
            assertThat(fidelity.at("/" + differences)).as("-Dseed=" + seed + " " + differences).isEmpty();
        }
        assertThat(fidelity.at("/alike").asLong()).isEqualTo(detectors.versions()).isPositive();
    }

    private static String replay(DetectorPair detectors, String parallel) {
        CommandRun run = CommandRun.of(List.of("replay", "--bootstrap-servers", detectors.bootstrapServers(),
                "--format", "json", "--parallel", parallel));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }
}
