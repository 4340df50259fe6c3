package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.AlertWords;
import io.iamwatch.detector.CloudTrailRecords;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.state.UnreadableStateException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The topology, with a real RocksDB store, without a broker. */
class DetectorTopologyTest {

    private static final String ACCOUNT = "111111111111";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final long T = Scenario.EPOCH;

    @TempDir
    private Path stateDir;

    private final DroppedRecords dropped = new DroppedRecords();
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> identity;
    private TestInputTopic<String, byte[]> users;
    private TestInputTopic<String, byte[]> activity;
    private TestInputTopic<String, byte[]> baseline;
    private TestOutputTopic<String, byte[]> alerts;
    private TestOutputTopic<String, byte[]> rejected;
    private TestOutputTopic<String, byte[]> rulesInForce;
    private TestOutputTopic<String, byte[]> returned;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(DetectorTopology.build(Rules.DEFAULT, CanaryMark.NONE, Mute.NOTHING, 1, dropped,
                ThreadLocal.withInitial(CommitRequests::new)), settings);
        identity = driver.createInputTopic(Topics.IDENTITY.name(), new StringSerializer(), new ByteArraySerializer());
        users = driver.createInputTopic(Topics.USERS.name(), new StringSerializer(), new ByteArraySerializer());
        activity = driver.createInputTopic(Topics.ACTIVITY.name(), new StringSerializer(), new ByteArraySerializer());
        baseline = driver.createInputTopic(Topics.BASELINE.name(), new StringSerializer(), new ByteArraySerializer());
        alerts = output(Topics.ALERTS.name());
        rulesInForce = output(Topics.RULES.name());
        rejected = output(Topics.REJECTED.name());
        returned = output(Topics.IDENTITY.name());
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void runsEveryScenarioAsThePureCoreDoes(Scenario scenario) {
        scenario.arrivals().forEach(arrival -> input(arrival).pipeInput(arrival.account(), arrival.record(),
                Instant.ofEpochMilli(arrival.arrivalMillis())));
        TreeMap<String, DetectionFinding> standing = new TreeMap<>();
        for (byte[] version : alerts.readValuesToList()) {
            OcsfSchema.assertValid(version);
            DetectionFinding alert = alert(version);
            assertThat(standing.containsKey(alert.findingInfo().uid()))
                    .isEqualTo(alert.activityId() != Activity.CREATE);
            standing.put(alert.findingInfo().uid(), alert);
        }
        standing.values().removeIf(alert -> !alert.stands());
        assertThat(scenario.differences(standing.values().stream().map(AlertWords::of).toList())).isEmpty();
        assertThat(rejected.isEmpty()).isTrue();
    }

    /** Where ingest would write it. */
    private TestInputTopic<String, byte[]> input(Scenario.Arrival arrival) {
        if (arrival.baseline()) {
            return baseline;
        }
        return RecordReader.read(arrival.record(), 0,
                arrival.record().length) instanceof RecordReader.Outcome.CloudTrail(var summary)
                        ? switch (Route.of(summary)) {
                            case IDENTITY -> identity;
                            case USERS -> users;
                            case ACTIVITY -> activity;
                        }
                        : identity;
    }

    @Test
    void followsANewAdministratorThroughUsersAndActivityAndNobodyElse() {
        attack();
        alerts.readRecordsToList();
        users.pipeInput(ACCOUNT, deed("u", "ListBuckets", "IAMUser", "AKIAEVE", null), Instant.ofEpochSecond(T + 20));
        identity.pipeInput(ACCOUNT, deed("i", "AssumeRole", "IAMUser", "AKIAEVE", "ASIAOPS"),
                Instant.ofEpochSecond(T + 21));
        activity.pipeInput(ACCOUNT, deed("a", "RunInstances", "AssumedRole", "ASIAOPS", null),
                Instant.ofEpochSecond(T + 22));
        activity.pipeInput(ACCOUNT, deed("o", "RunInstances", "AssumedRole", "ASIAOTHER", null),
                Instant.ofEpochSecond(T + 23));
        users.pipeInput(ACCOUNT, "no json".getBytes(UTF_8), Instant.ofEpochSecond(T + 23));
        List<DetectionFinding> versions = alerts.readValuesToList().stream().map(this::alert).toList();
        assertThat(versions).extracting(alert -> alert.findingInfo().analytic().uid()).containsOnly("new-admin-active");
        DetectionFinding alert = versions.getLast();
        assertThat(versions).extracting(DetectionFinding::activityId).containsExactly(Activity.CREATE, Activity.UPDATE,
                Activity.UPDATE);
        assertThat(alert.details().activity().calls()).isEqualTo(3);
        assertThat(alert.details().activity().sessions()).singleElement().satisfies(session -> {
            assertThat(session.issuedTo()).isEqualTo("AKIAEVE");
            assertThat(session.calls()).isEqualTo(1);
        });
        assertThat(alert.evidences()).hasSize(3).allSatisfy(evidence -> assertThat(evidence.data().path("eventID")
                .isTextual()).isTrue());
        assertThat(alert.message()).isEqualTo("user Eve is active as an administrator: made 3 calls of s3, sts, ec2; "
                + "asked for a session");
        assertThat(count("irrelevant")).isEqualTo(2);
        assertThat(rejected.isEmpty()).isTrue();
    }

    private static byte[] deed(String id, String name, String type, String key, String issued) {
        String service = name.equals("ListBuckets") ? "s3" : name.equals("AssumeRole") ? "sts" : "ec2";
        long second = T + 20 + List.of("s3", "sts", "ec2").indexOf(service);
        ObjectNode record = CloudTrailRecords.call(ACCOUNT, name, id, second);
        record.put("eventSource", service + ".amazonaws.com");
        ObjectNode identity = (ObjectNode) record.get("userIdentity");
        identity.put("type", type).put("accessKeyId", key);
        if (type.equals("IAMUser")) {
            identity.put("userName", "Eve").put("principalId", "AIDAEVE");
        } else {
            identity.put("principalId", "AROAOPS:x").remove("userName");
        }
        if (issued != null) {
            record.putObject("responseElements").putObject("credentials").put("accessKeyId", issued);
        }
        return CloudTrailRecords.bytes(record);
    }

    @Test
    void tellsTheWholeStoryInOneAlert() {
        attack();
        TestRecord<String, byte[]> record = alerts.readRecord();
        DetectionFinding alert = alert(record.value());
        assertThat(record.key()).isEqualTo(ACCOUNT + "/user:eve");
        assertThat(record.timestamp()).isEqualTo((T + 14) * 1000 + 250);
        assertThat(alert.severityId()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.message())
                .isEqualTo("user Eve, created 4 s earlier by user christophe, became an administrator"
                        + " through AdministratorAccess: Allow * on *, by user christophe");
        assertThat(alert.details().path()).containsExactly("user christophe created user Eve (AIDAEVE)",
                "user christophe attached AdministratorAccess to user eve");
        assertThat(alert.findingInfo().relatedEvents()).extracting("uid").containsExactly("c", "a");
        assertThat(alert.findingInfo().attacks()).extracting(attack -> attack.subTechnique().uid())
                .containsExactly("T1136.003", "T1098.003");
        assertThat(alert.evidences()).hasSize(2).allSatisfy(evidence -> {
            assertThat(evidence.srcEndpoint().ip()).isEqualTo("198.51.100.7");
            assertThat(evidence.actor().session().isMfa()).as("long-term keys: unknown").isNull();
            assertThat(evidence.data().path("recipientAccountId").asText()).isEqualTo(ACCOUNT);
        });
        assertThat(alert.resources().getFirst().uid()).isEqualTo("arn:aws:iam::111111111111:user/Eve");
    }

    @Test
    void writesCloudEventsHeadersAndThePositionsOfWhatItFollowsFrom() {
        attack();
        var headers = alerts.readRecord().headers();
        String uid = alert(alertsAgain()).findingInfo().uid();
        assertThat(RecordHeaders.text(headers, RecordHeaders.CE_ID)).hasValue(uid + "/cloudtrail.identity/0/1");
        assertThat(RecordHeaders.text(headers, RecordHeaders.TRIGGER)).hasValue("cloudtrail.identity/0/1");
        assertThat(RecordHeaders.text(headers, RecordHeaders.INPUTS)).hasValue("cloudtrail.identity/0/0,1");
        assertThat(RecordHeaders.text(headers, RecordHeaders.SOURCE)).hasValue("stream/shard/2/0");
        assertThat(RecordHeaders.text(headers, RecordHeaders.CE_TYPE)).hasValue("io.iamwatch.alert.v1");
        assertThat(RecordHeaders.text(headers, RecordHeaders.CE_SUBJECT)).hasValue(ACCOUNT + "/user:eve");
    }

    private byte[] alertsAgain() {
        pipe(CloudTrailRecords.policy(ACCOUNT, "DetachUserPolicy", "d", T + 20, "eve", ADMIN), T + 20, 3);
        return alerts.readValue();
    }

    @Test
    void closesTheAlertOfTheUnbornWhenTheBirthArrives() {
        pipe(CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "a", T + 14, "eve", ADMIN), T + 14, 1);
        pipe(CloudTrailRecords.createUser(ACCOUNT, "c", T + 10, "eve", "AIDAEVE"), T + 15, 2);
        List<DetectionFinding> versions = alerts.readValuesToList().stream().map(this::alert).toList();
        assertThat(versions).extracting(DetectionFinding::activityId).containsExactly(Activity.CREATE, Activity.CREATE,
                Activity.CLOSE);
        assertThat(versions.get(0).details().provisional()).isTrue();
        assertThat(versions.get(1).details().provisional()).isFalse();
        assertThat(versions.get(2).findingInfo().uid()).isEqualTo(versions.get(0).findingInfo().uid());
        assertThat(versions.get(2).details().supersededBy()).isEqualTo(versions.get(1).findingInfo().uid());
    }

    @Test
    void rejectsPoisonWithItsReasonAndGoesOn() {
        identity.pipeInput(ACCOUNT, "no json \u001b[31m".getBytes(UTF_8), Instant.ofEpochSecond(T));
        identity.pipeInput(ACCOUNT, "{\"eventName\":\"CreateUser\"}".getBytes(UTF_8), Instant.ofEpochSecond(T));
        identity.pipeInput(ACCOUNT, null, Instant.ofEpochSecond(T));
        var first = rejected.readRecord();
        assertThat(first.key()).isEqualTo("cloudtrail.identity/0/0");
        assertThat(first.value()).isEqualTo("no json \u001b[31m".getBytes(UTF_8));
        assertThat(RecordHeaders.text(first.headers(), RecordHeaders.REASON)).hasValue("malformed JSON");
        assertThat(RecordHeaders.text(rejected.readRecord().headers(), RecordHeaders.REASON))
                .hasValue("not a CloudTrail record: no eventSource or no eventName");
        assertThat(RecordHeaders.text(rejected.readRecord().headers(), RecordHeaders.REASON)).isPresent();
        attack();
        assertThat(alerts.isEmpty()).isFalse();
    }

    @Test
    void givesRecordsUnderAForeignKeyBackToTheirAccount() {
        byte[] grant = CloudTrailRecords
                .bytes(CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "a", T, "eve", ADMIN));
        identity.pipeInput("222222222222", grant, Instant.ofEpochSecond(T));
        identity.pipeInput(null, grant, Instant.ofEpochSecond(T));
        assertThat(returned.readRecordsToList()).hasSize(2)
                .allSatisfy(back -> assertThat(back.key()).isEqualTo(ACCOUNT))
                .allSatisfy(back -> assertThat(back.value()).isEqualTo(grant));
        // The driver feeds what comes back to the source: it was judged in its place, and once.
        assertThat(alerts.readRecordsToList()).singleElement()
                .satisfies(alert -> assertThat(alert.key()).isEqualTo(ACCOUNT + "/user:eve"));
    }

    @Test
    void stopsOnStateThatItCannotReadRatherThanJudgeWithoutIt() {
        KeyValueStore<String, byte[]> store = driver.getKeyValueStore(DetectorNames.ACCOUNTS_STORE);
        store.put(DetectorNames.storeKey(ACCOUNT, "user", "eve"), new byte[]{99, '{', '}'});
        assertThatThrownBy(this::attack).hasRootCauseInstanceOf(UnreadableStateException.class);
        assertThat(rejected.isEmpty()).isTrue();
    }

    @Test
    void tellsOnceFromWhichOffsetOnWhichRulesHold() throws Exception {
        attack();
        attack();
        TestRecord<String, byte[]> told = rulesInForce.readRecord();
        assertThat(rulesInForce.isEmpty()).isTrue();
        assertThat(told.key()).isEqualTo("0");
        JsonNode record = new ObjectMapper().readTree(told.value());
        assertThat(record.path("first_offset").asLong(-1)).isZero();
        assertThat(record.path("rules").asText()).isEqualTo(Rules.DEFAULT.toYaml());
        assertThat(alert(alerts.readValue()).metadata().labels()).contains("rules:" + record.path("hash").asText());
    }

    @Test
    void eachTopicTellsFromWhichOffsetOnWhichRulesHold() throws Exception {
        attack();
        for (int i = 0; i < 2; i++) {
            users.pipeInput(ACCOUNT, "{}".getBytes(UTF_8), Instant.ofEpochSecond(T));
        }
        attack();
        List<String> topics = new ArrayList<>();
        for (byte[] told : rulesInForce.readValuesToList()) {
            topics.add(new ObjectMapper().readTree(told).path("topic").asText());
        }
        assertThat(topics).containsExactly(Topics.IDENTITY.name(), Topics.USERS.name());
    }

    @Test
    void doesNotRepeatARecordThatFitsNoTopic() {
        byte[] huge = new byte[Topic.MAX_MESSAGE_BYTES - 10];
        identity.pipeInput(ACCOUNT, huge, Instant.ofEpochSecond(T));
        var record = rejected.readRecord();
        assertThat(record.value()).isEmpty();
        assertThat(RecordHeaders.text(record.headers(), RecordHeaders.REASON))
                .hasValueSatisfying(reason -> assertThat(reason).contains("it stands at cloudtrail.identity/0/0"));
    }

    @Test
    void keepsAlertsSmallWhateverIsInTheRecords() {
        for (int i = 0; i < 80; i++) {
            ObjectNode denied = CloudTrailRecords.call(ACCOUNT, "PutUserPolicy", "a" + i, T);
            denied.put("errorCode", "AccessDenied").put("errorMessage", "no");
            denied.put("userAgent", "x".repeat(i == 7 ? 400_000 : 15_000));
            pipe(denied, T, i);
        }
        List<byte[]> versions = alerts.readValuesToList();
        assertThat(versions).hasSize(76)
                .allSatisfy(version -> assertThat(version.length).isLessThanOrEqualTo(AlertBounds.MAX_ALERT_BYTES));
        OcsfSchema.assertValid(versions.getLast());
        DetectionFinding alert = alert(versions.getLast());
        assertThat(alert.details().truncated()).isTrue();
        assertThat(alert.details().evidencesTotal()).isEqualTo(80);
    }

    @Test
    void countsEveryRecordOnce() {
        attack();
        String other = "{\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetBucketAcl\"}";
        identity.pipeInput(ACCOUNT, other.getBytes(UTF_8), Instant.ofEpochSecond(T));
        identity.pipeInput(ACCOUNT, "{}".getBytes(UTF_8), Instant.ofEpochSecond(T));
        dropped.add(0, 40);
        dropped.add(1, 7);
        assertThat(count("read")).isEqualTo(44);
        assertThat(count("dropped")).isEqualTo(40);
        assertThat(count("irrelevant")).isEqualTo(1);
        assertThat(count("rejected")).isEqualTo(1);
        assertThat(count("evaluated")).isEqualTo(2);
        assertThat(count("rejected-by-reason")).isEqualTo(1);
        assertThat(count("alerts")).isEqualTo(1);
        assertThat(count("new-alerts")).isEqualTo(1);
    }

    @Test
    void measuresEachEventsWayFromItsArrival() {
        attack();
        assertThat(metric("event-delay-seconds-bucket", Map.of("le", "+Inf"))).isEqualTo(2);
        assertThat(metric("delay-seconds-bucket", Map.of("le", "+Inf"))).as("of one whose producer says when")
                .isEqualTo(1);
        assertThat(metric("lateness-seconds-bucket", Map.of("le", "+Inf"))).isEqualTo(2);
        assertThat(metric("lateness-seconds-sum", Map.of()) - metric("event-delay-seconds-sum", Map.of()))
                .as("two events arrived 250 ms after they happened").isCloseTo(0.5, within(0.01));
        assertThat(metric("new-alerts-total", Map.of("rule", "new-admin-user", "severity", "critical"))).isEqualTo(1);
        assertThat(metric("new-alerts-total", Map.of("rule", "self-escalation", "severity", "high"))).isZero();
        assertThat(RecordHeaders.writtenAt(alerts.readRecord().headers())).isPresent();
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

    private void attack() {
        pipe(CloudTrailRecords.createUser(ACCOUNT, "c", T + 10, "Eve", "AIDAEVE"), T + 10, 1);
        pipe(CloudTrailRecords.policy(ACCOUNT, "AttachUserPolicy", "a", T + 14, "eve", ADMIN), T + 14, 2);
    }

    private void pipe(ObjectNode record, long second, int sequence) {
        var input = new TestRecord<>(ACCOUNT, CloudTrailRecords.bytes(record),
                Instant.ofEpochMilli(second * 1000 + 250));
        RecordHeaders.add(input.headers(), RecordHeaders.SOURCE, "stream/shard/" + sequence + "/0");
        if (sequence == 1) {
            RecordHeaders.add(input.headers(), RecordHeaders.WRITTEN_AT, Long.toString(second * 1000 + 300));
        }
        identity.pipeInput(input);
    }

    private DetectionFinding alert(byte[] json) {
        return JsonSerde.alerts().deserializer().deserialize(Topics.ALERTS.name(), json);
    }
}
