package io.iamwatch.alerting.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.OcsfSchema;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertingTopologyTest {

    private static final long ARRIVAL = 1_722_519_268_000L;

    @TempDir
    private Path stateDir;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> alerts;
    private TestOutputTopic<String, byte[]> incidents;
    private TestOutputTopic<String, byte[]> rejected;
    private TestInputTopic<String, byte[]> verdicts;
    private TestOutputTopic<String, byte[]> notifications;

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(AlertingTopology.build(Timing.DEFAULT), AlertingService.settings(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092", StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString())));
        alerts = driver.createInputTopic(Topics.ALERTS.name(), new StringSerializer(), new ByteArraySerializer());
        incidents = driver.createOutputTopic(Topics.INCIDENTS.name(), new StringDeserializer(),
                new ByteArrayDeserializer());
        verdicts = driver.createInputTopic(Topics.VERDICTS.name(), new StringSerializer(), new ByteArraySerializer());
        notifications = driver.createOutputTopic(Topics.NOTIFICATIONS.name(), new StringDeserializer(),
                new ByteArrayDeserializer());
        rejected = driver.createOutputTopic(Topics.REJECTED.name(), new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    /** Frozen: state lies under these names. A change here needs a migration note. */
    @Test
    void durableNamesAreFrozen() {
        Set<String> stores = AlertingTopology.build(Timing.DEFAULT).describe().subtopologies().stream()
                .flatMap(sub -> sub.nodes().stream()).filter(TopologyDescription.Processor.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream()).collect(Collectors.toSet());
        assertThat(stores).containsExactlyInAnyOrder("incidents", "kin", "outbox");
        pipe(Alerts.attack(), 7);
        assertThat(driver.producedTopicNames()).contains("iamwatch-alerting-incidents-changelog",
                "iamwatch-alerting-outbox-changelog");
        assertThat(StateSerde.FORMAT).isEqualTo((byte) 1);
    }

    @Test
    void anAlertBecomesAnIncident() {
        pipe(Alerts.attack(), 7);
        TestRecord<String, byte[]> told = incidents.readRecord();
        OcsfSchema.assertValid(told.value());
        IncidentFinding incident = read(told);
        assertThat(incident.activityId()).isEqualTo(Activity.CREATE);
        assertThat(told.key()).isEqualTo(Alerts.ACCOUNT + "/" + uid(incident));
        assertThat(told.timestamp()).as("that of the alert").isEqualTo(ARRIVAL);
        assertThat(driver.getKeyValueStore("incidents").get(Alerts.KEY)).isEqualTo(incident);
        assertThat(rejected.isEmpty()).isTrue();
    }

    @Test
    void headersAreCloudEventsAndPassTheSourceOn() {
        pipe(Alerts.attack(), 7);
        TestRecord<String, byte[]> told = incidents.readRecord();
        assertThat(texts(told.headers())).containsExactlyInAnyOrderEntriesOf(Map.of("ce_specversion", "1.0", "ce_id",
                uid(read(told)) + "/iamwatch.alerts/0/0", "ce_source", "iamwatch/alerting", "ce_type",
                "io.iamwatch.incident.v1", "ce_subject", told.key(), "ce_time", "2024-08-01T13:34:28Z", "content-type",
                "application/json", "iamwatch-source", "stream/shard/sequence/0", "iamwatch-trigger",
                "cloudtrail.identity/8/7"));
    }

    @Test
    void aStoryIsOneKeyWithAVersionForEachAlertVersion() {
        Alerts unborn = Alerts.unborn();
        Alerts attack = Alerts.attack();
        pipe(unborn, 5);
        pipe(attack, 7);
        pipe(unborn.closed(attack.uid()), 7);
        pipe(attack.updated(), 9);
        List<TestRecord<String, byte[]>> told = incidents.readRecordsToList();
        assertThat(told).extracting(TestRecord::key).hasSize(4).containsOnly(told.getFirst().key());
        assertThat(told).extracting(record -> texts(record.headers()).get("ce_id")).doesNotHaveDuplicates();
        IncidentFinding last = read(told.getLast());
        assertThat(last.activityId()).isEqualTo(Activity.UPDATE);
        assertThat(last.unmapped().iamwatch().alerts()).extracting(IncidentFinding.AlertState::supersededBy)
                .containsExactly(attack.uid(), null);
    }

    @Test
    void aRepeatedAlertTellsNothing() {
        pipe(Alerts.attack(), 7);
        pipe(Alerts.attack(), 7);
        pipe(Alerts.attack(), 6);
        assertThat(incidents.readRecordsToList()).hasSize(1);
        assertThat(counted("repeated")).isEqualTo(2);
        assertThat(counted("read")).isEqualTo(counted("gathered") + counted("repeated") + counted("rejected"));
    }

    @Test
    void principalsDoNotShareAnIncident() {
        pipe(Alerts.attack(), 7);
        alerts.pipeInput(record("111111111111/user:malicious-iam-user", Alerts.attack(), 8));
        List<TestRecord<String, byte[]>> told = incidents.readRecordsToList();
        assertThat(told).extracting(TestRecord::key).doesNotHaveDuplicates().hasSize(2);
        assertThat(told.getLast().key()).startsWith("111111111111/");
    }

    static Stream<Arguments> poison() {
        byte[] alert = JsonSerde.alerts().serializer().serialize("", Alerts.attack().finding());
        String json = new String(alert, UTF_8);
        return Stream.of(Arguments.of(Alerts.KEY, "secret garbage".getBytes(UTF_8), "not a Detection Finding in JSON"),
                Arguments.of(Alerts.KEY, new byte[]{0, -1, -2}, "not a Detection Finding in JSON"),
                Arguments.of(Alerts.KEY, json.substring(0, 500).getBytes(UTF_8), "not a Detection Finding in JSON"),
                Arguments.of(Alerts.KEY, "{}".getBytes(UTF_8), "class_uid"),
                Arguments.of(Alerts.KEY, "null".getBytes(UTF_8), "class_uid"),
                Arguments.of(Alerts.KEY, "{\"class_uid\":2004}".getBytes(UTF_8), "without activity_id"),
                Arguments.of(Alerts.KEY, json.replace("\"uid\":\"4f2c", "\"uix\":\"4f2c").getBytes(UTF_8), "without"),
                Arguments.of(Alerts.KEY, null, "without a value"),
                Arguments.of(null, alert, "key is account/kind:name"), Arguments.of("", alert, "key"),
                Arguments.of("/user:x", alert, "key"), Arguments.of("a/" + "x".repeat(1000), alert, "key"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("poison")
    void aPoisonRecordGoesToRejectedAndTheStreamGoesOn(String key, byte[] bytes, String reason) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, "ce_id", "kept");
        alerts.pipeInput(new TestRecord<>(key, bytes, headers, ARRIVAL));
        pipe(Alerts.attack(), 7);
        TestRecord<String, byte[]> poison = rejected.readRecord();
        assertThat(poison.key()).isEqualTo("iamwatch.alerts/0/0");
        assertThat(poison.value()).isEqualTo(bytes);
        assertThat(poison.timestamp()).isEqualTo(ARRIVAL);
        assertThat(texts(poison.headers())).containsEntry("ce_id", "kept");
        assertThat(texts(poison.headers()).get("iamwatch-reason")).contains(reason).doesNotContain("secret");
        assertThat(counted("rejected")).isEqualTo(1);
        assertThat(incidents.readRecordsToList()).hasSize(1);
    }

    @Test
    void anAlertWithoutHeadersIsGathered() {
        byte[] alert = JsonSerde.alerts().serializer().serialize("", Alerts.attack().finding());
        alerts.pipeInput(new TestRecord<>(Alerts.KEY, alert));
        IncidentFinding incident = read(incidents.readRecord());
        assertThat(incident.unmapped().iamwatch().alerts().getFirst().version())
                .isEqualTo(Alerts.attack().uid() + "/iamwatch.alerts/0/0");
    }

    @Test
    void incidentsArePlacedByTheirAccount() {
        assertThat(AlertingTopology.BY_ACCOUNT.partitions(Topics.INCIDENTS.name(), Alerts.ACCOUNT + "/abc", null, 12))
                .isEqualTo(Optional.of(Set.of(AccountPartitioner.partition(Alerts.ACCOUNT, 12))));
    }

    @Test
    void aCommandIsAppliedAndToldInOneGo() {
        pipe(Alerts.attack(), 7);
        IncidentFinding incident = read(incidents.readRecord());
        command("c1", uid(incident), new IncidentCommand.Action.Acknowledge());
        IncidentFinding taken = read(incidents.readRecord());
        OcsfSchema.assertValid(taken);
        assertThat(taken.statusId()).isEqualTo(IncidentFinding.Status.IN_PROGRESS);
        assertThat(taken.unmapped().iamwatch().workflow().log()).extracting(IncidentFinding.LogEntry::commandUid)
                .containsExactly("c1");
        List<TestRecord<String, byte[]>> told = notifications.readRecordsToList();
        assertThat(told).extracting(TestRecord::key).containsOnly(Alerts.ACCOUNT + "/" + uid(incident));
        assertThat(told.stream().map(AlertingTopologyTest::notification)).extracting(Notification::kind)
                .containsExactly(Notification.Kind.OPENED, Notification.Kind.ACKNOWLEDGED);
        command("c1", uid(incident), new IncidentCommand.Action.Acknowledge());
        command("c2", uid(incident), new IncidentCommand.Action.Acknowledge());
        assertThat(read(incidents.readRecord()).unmapped().iamwatch().workflow().log().getLast().refused())
                .contains("In Progress");
        assertThat(incidents.isEmpty()).isTrue();
        assertThat(counted("read")).isEqualTo(4);
        assertThat(List.of(counted("obeyed"), counted("refused"), counted("repeated"))).containsExactly(1L, 1L, 1L);
    }

    @Test
    void aCommandThatIsNoneIsRejectedWithItsReason() {
        command("c1", "none", new IncidentCommand.Action.Resume());
        pipe(Alerts.attack(), 7);
        verdicts.pipeInput(Alerts.KEY, "no json".getBytes(UTF_8));
        verdicts.pipeInput("no-key", "{}".getBytes(UTF_8));
        verdicts.pipeInput(Alerts.KEY,
                "{\"uid\":\"u\",\"incident_uid\":\"i\",\"action\":{\"type\":\"x\"}}".getBytes(UTF_8));
        assertThat(rejected.readRecordsToList().stream().map(it -> texts(it.headers()).get("iamwatch-reason")))
                .containsExactly("a command for a principal without an incident",
                        "not a command in JSON", "a command's key is that of the principal, account/kind:name",
                        "not a command in JSON");
    }

    @Test
    void aCommandForAnEarlierIncidentIsAppliedThere() {
        String first = closedOne("1");
        closedOne("2");
        pipe(Alerts.attack().uid("3"), 90);
        String newest = uid(read(incidents.readRecord()));
        notifications.readRecordsToList();
        command("late", first, new IncidentCommand.Action.Close(Verdict.FALSE_POSITIVE, "it was a drill"));
        IncidentFinding corrected = read(incidents.readRecord());
        assertThat(uid(corrected)).isEqualTo(first);
        assertThat(corrected.verdictId()).isEqualTo(Verdict.FALSE_POSITIVE);
        command("no", first, new IncidentCommand.Action.Acknowledge());
        assertThat(read(incidents.readRecord()).unmapped().iamwatch().workflow().log().getLast().refused())
                .contains("it is Closed");
        command("late", first, new IncidentCommand.Action.Comment("the same again"));
        assertThat(incidents.isEmpty()).isTrue();
        assertThat(notifications.isEmpty()).as("nobody is told").isTrue();
        command("now", newest, new IncidentCommand.Action.Acknowledge());
        assertThat(read(incidents.readRecord()).statusId()).isEqualTo(IncidentFinding.Status.IN_PROGRESS);
    }

    @Test
    void aCommandForAnIncidentThatIsNotKeptIsRefusedInTheNewestOnesLog() {
        String first = closedOne("1");
        for (int i = 2; i <= EarlierIncidents.KEPT + 1; i++) {
            closedOne(Integer.toString(i));
        }
        pipe(Alerts.attack().uid("newest"), 900);
        String newest = uid(read(incidents.readRecord()));
        command("late", first, new IncidentCommand.Action.Comment("too late"));
        IncidentFinding told = read(incidents.readRecord());
        assertThat(uid(told)).isEqualTo(newest);
        assertThat(told.unmapped().iamwatch().workflow().log().getLast().commandUid()).isEqualTo("late");
        assertThat(told.unmapped().iamwatch().workflow().log().getLast().refused()).contains("not kept any more");
        assertThat(rejected.isEmpty()).isTrue();
    }

    private String closedOne(String alertUid) {
        int number = Integer.parseInt(alertUid);
        AlertVersion version = Alerts.attack().uid(alertUid).at(10L * number, 100 * number);
        alerts.pipeInput(new TestRecord<>(version.key(), JsonSerde.alerts().serializer().serialize(
                Topics.ALERTS.name(), version.alert())));
        String uid = uid(read(incidents.readRecord()));
        command("close " + alertUid, uid, new IncidentCommand.Action.Close(Verdict.BENIGN, null));
        incidents.readRecord();
        return uid;
    }

    @Test
    void whatACallerWasDeniedJoinsTheIncidentOfThatUser() {
        Alerts attack = Alerts.attack();
        pipe(attack, 7);
        Alerts denied = new Alerts("denied", "denied-iam-attempts", Severity.MEDIUM, Activity.CREATE, null, 0, 0,
                attack.user(), "x", attack.user(), null, null);
        alerts.pipeInput(record(Alerts.ACCOUNT + "/actor:" + attack.user(), denied, 8));
        List<TestRecord<String, byte[]>> told = incidents.readRecordsToList();
        assertThat(told).extracting(TestRecord::key).hasSize(2).containsOnly(told.getFirst().key());
        assertThat(read(told.getLast()).unmapped().iamwatch().alerts())
                .extracting(IncidentFinding.AlertState::ruleId)
                .containsExactly("new-admin-user", "denied-iam-attempts");
    }

    @Test
    void anIncidentOfAnOlderReleaseGoesOnUnderItsKey() {
        String key = Alerts.ACCOUNT + "/actor:" + Alerts.attack().user();
        AlertVersion before = new AlertVersion(key, Alerts.unborn().ceId(5), Alerts.unborn().finding());
        driver.<String, IncidentFinding>getKeyValueStore("incidents").put(key,
                ((Incidents.Outcome.Changed) Incidents.apply(Optional.empty(), before)).incident());
        alerts.pipeInput(record(key, Alerts.unborn().closed(null), 6));
        assertThat(read(incidents.readRecord()).unmapped().iamwatch().key()).isEqualTo(key);
    }

    @Test
    void timeTellsWhatWaitsEndsSnoozesAndSendsDigests() {
        pipe(Alerts.unborn(), 7);
        IncidentFinding incident = read(incidents.readRecord());
        assertThat(notifications.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(61));
        assertThat(notification(notifications.readRecord()).kind()).isEqualTo(Notification.Kind.OPENED);
        long wall = InstantSource.system().millis();
        command("c1", uid(incident), new IncidentCommand.Action.Snooze(wall + 120_000, "asleep"));
        assertThat(read(incidents.readRecord()).statusId()).isEqualTo(IncidentFinding.Status.ON_HOLD);
        alerts.pipeInput(record(Alerts.ACCOUNT + "/user:low", Alerts.unborn().severity(Severity.LOW).uid("low"), 9));
        driver.advanceWallClockTime(Duration.ofMinutes(10));
        assertThat(incidents.readRecordsToList().stream().map(AlertingTopologyTest::read))
                .extracting(IncidentFinding::statusId)
                .containsExactly(IncidentFinding.Status.NEW, IncidentFinding.Status.IN_PROGRESS);
        driver.advanceWallClockTime(Duration.ofHours(1));
        assertThat(notifications.readRecordsToList().stream().map(AlertingTopologyTest::notification))
                .extracting(Notification::kind)
                .containsExactly(Notification.Kind.ACKNOWLEDGED, Notification.Kind.DIGEST);
    }

    /** What waits outlives the process: the index is made anew of the store. */
    @Test
    void whatWaitsIsStillDueAfterARestart() {
        pipe(Alerts.unborn(), 7);
        List<Notification> told = new ArrayList<>();
        Telling restarted = new Telling(driver.getKeyValueStore("outbox"), Timing.DEFAULT, told::add);
        assertThat(restarted.due(0)).isEmpty();
        assertThat(restarted.due(Long.MAX_VALUE)).containsExactly(Alerts.KEY);
        assertThat(restarted.due(Long.MAX_VALUE)).isEmpty();
    }

    private void command(String uid, String incidentUid, IncidentCommand.Action action) {
        verdicts.pipeInput(Alerts.KEY, JsonSerde.commands().serializer().serialize(Topics.VERDICTS.name(),
                new IncidentCommand(uid, incidentUid, "ann", 5, action)));
    }

    private static Notification notification(TestRecord<String, byte[]> told) {
        assertThat(texts(told.headers())).containsEntry("ce_type", "io.iamwatch.notification.v1");
        return JsonSerde.notifications().deserializer().deserialize(Topics.NOTIFICATIONS.name(), told.value());
    }

    private void pipe(Alerts alert, long offset) {
        alerts.pipeInput(record(Alerts.KEY, alert, offset));
    }

    private static TestRecord<String, byte[]> record(String key, Alerts alert, long offset) {
        var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, RecordHeaders.CE_ID, alert.ceId(offset));
        RecordHeaders.add(headers, RecordHeaders.SOURCE, "stream/shard/sequence/0");
        RecordHeaders.add(headers, RecordHeaders.TRIGGER, "cloudtrail.identity/8/" + offset);
        byte[] value = JsonSerde.alerts().serializer().serialize(Topics.ALERTS.name(), alert.finding());
        return new TestRecord<>(key, value, headers, ARRIVAL);
    }

    private static IncidentFinding read(TestRecord<String, byte[]> told) {
        return JsonSerde.incidents().deserializer().deserialize(Topics.INCIDENTS.name(), told.value());
    }

    private static String uid(IncidentFinding incident) {
        return incident.unmapped().iamwatch().uid();
    }

    private static Map<String, String> texts(Headers headers) {
        return Stream.of(headers.toArray())
                .collect(Collectors.toMap(header -> header.key(), header -> new String(header.value(), UTF_8)));
    }

    private long counted(String what) {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(AlertingMeters.GROUP)
                        && metric.getKey().name().equals(what + "-total"))
                .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue()).sum();
    }
}
