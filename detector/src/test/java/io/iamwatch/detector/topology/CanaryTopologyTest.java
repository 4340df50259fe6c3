package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rules;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the canary's events, and of those that only say that they are. */
class CanaryTopologyTest {

    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final String RESERVED = "9900000000001";
    private static final CanaryMark CANARY = new CanaryMark(List.of(RESERVED), List.of("k".repeat(32)));
    private static final long T = Scenario.EPOCH;

    @TempDir
    private Path stateDir;

    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> identity;
    private TestOutputTopic<String, byte[]> alerts;
    private TestOutputTopic<String, byte[]> heard;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(DetectorTopology.build(Rules.DEFAULT, CANARY, Mute.NOTHING, 1,
                new DroppedRecords(), ThreadLocal.withInitial(CommitRequests::new)), settings);
        identity = driver.createInputTopic(Topics.IDENTITY.name(), new StringSerializer(), new ByteArraySerializer());
        alerts = output(Topics.ALERTS.name());
        heard = output(Topics.CANARY.name());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** In both orders; twice, as Kinesis may deliver; and with all that is known of it gone before the next one. */
    @Test
    void hearsTheCanaryWhereNobodyElseDoesAndForgetsIt() {
        for (long i = 0; i < 40; i++) {
            List<byte[]> pair = new CanaryPair(RESERVED, (T + 60 * i) * 1000 + 7).records(CANARY);
            sing(i % 2 == 0 ? pair : pair.reversed(), T + 60 * i);
            sing(pair, T + 60 * i + 1);
            assertThat(heard.readValuesToList().stream().map(this::alert)
                    .filter(alert -> alert.findingInfo().analytic().uid().equals("new-admin-user"))).singleElement()
                    .satisfies(alert -> {
                        assertThat(alert.activityId()).isEqualTo(Activity.CREATE);
                        assertThat(alert.evidences()).hasSize(2);
                    });
        }
        assertThat(alerts.isEmpty()).isTrue();
        assertThat(count("canary")).isEqualTo(160);
        for (String other : List.of("evaluated", "repeated", "alerts", "new-alerts", "rejected", "forged", "late")) {
            assertThat(count(other)).as(other).isZero();
        }
        assertThat(metric("event-delay-seconds-bucket", Map.of("le", "+Inf"))).isZero();
        try (var remembered = driver.<String, byte[]>getKeyValueStore(DetectorNames.ACCOUNTS_STORE).all()) {
            assertThat(remembered).toIterable().hasSizeLessThan(12);
        }
    }

    @Test
    void passesOverWhatTheCanarySaidLongAgo() {
        List<byte[]> old = new CanaryPair(RESERVED, T * 1000).records(CANARY);
        sing(new CanaryPair(RESERVED, T * 1000 + 60_000).records(CANARY), T + 60);
        assertThat(heard.readValuesToList()).hasSize(1);
        sing(old, T + 61);
        assertThat(heard.isEmpty()).isTrue();
        assertThat(alerts.isEmpty()).isTrue();
        assertThat(count("canary")).isEqualTo(4);
    }

    /** By somebody who knows all but the key, before and between genuine ones that tell of the same user. */
    @ParameterizedTest
    @ValueSource(strings = {"another key", "no signature", "another time", "another address"})
    void alertsOfAForgedCanaryAsOfAnybody(String how) {
        CanaryPair pair = new CanaryPair(RESERVED, T * 1000 + 123);
        List<byte[]> genuine = pair.records(CANARY);
        List<byte[]> forged = how.equals("another key")
                ? pair.records(new CanaryMark(List.of(RESERVED), List.of("f".repeat(32))))
                : genuine.stream().map(record -> forge(new String(record, UTF_8), how).getBytes(UTF_8)).toList();
        sing(List.of(forged.getFirst(), genuine.getFirst(), forged.getLast(), genuine.getLast()), T);
        assertThat(alerts.readRecordsToList()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(RESERVED + "/user:iamwatch-canary");
            assertThat(alert(record.value()).severityId()).isEqualTo(Severity.CRITICAL);
            assertThat(alert(record.value()).findingInfo().analytic().uid()).isEqualTo("new-admin-user");
        });
        assertThat(heard.readRecordsToList()).hasSize(1);
        assertThat(count("forged")).isEqualTo(2);
        assertThat(count("evaluated")).isEqualTo(2);
        assertThat(count("canary")).isEqualTo(2);
    }

    private static String forge(String genuine, String how) {
        return switch (how) {
            case "no signature" -> genuine.replaceFirst(",\"iamwatchCanary\".*", "}");
            case "another time" -> genuine.replaceFirst("\"sentAt\":1", "\"sentAt\":2");
            default -> genuine.replace("\"sourceIPAddress\":\"iamwatch\"", "\"sourceIPAddress\":\"203.0.113.9\"");
        };
    }

    /** What is known to be the canary's vouches for nothing that somebody else says of its user. */
    @Test
    void alertsOfWhatOthersDoWithTheCanarysUser() {
        sing(new CanaryPair(RESERVED, T * 1000).records(CANARY), T);
        identity.pipeInput(RESERVED, CloudTrailRecords.bytes(CloudTrailRecords.policy(RESERVED, "AttachUserPolicy", "x",
                T + 1, CanaryPair.USER, ADMIN)), Instant.ofEpochSecond(T + 1));
        assertThat(alerts.readValuesToList().stream().map(this::alert)).singleElement()
                .satisfies(alert -> assertThat(alert.findingInfo().analytic().uid()).isEqualTo("admin-granted"));
    }

    private void sing(List<byte[]> records, long second) {
        records.forEach(record -> identity.pipeInput(RESERVED, record, Instant.ofEpochSecond(second)));
    }

    private double metric(String name, Map<String, String> tags) {
        return (double) driver.metrics().entrySet().stream().filter(metric -> metric.getKey().name().equals(name)
                && metric.getKey().group().equals(DetectorMeters.GROUP) && metric.getKey().tags().equals(tags))
                .findFirst().orElseThrow().getValue().metricValue();
    }

    private double count(String what) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(DetectorMeters.GROUP)
                        && metric.getKey().name().equals(what + "-total"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue()).sum();
    }

    private DetectionFinding alert(byte[] json) {
        return JsonSerde.alerts().deserializer().deserialize(Topics.ALERTS.name(), json);
    }
}
