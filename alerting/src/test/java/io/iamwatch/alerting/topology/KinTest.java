package io.iamwatch.alerting.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.investigation.Told;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Investigation.Fact;
import io.iamwatch.contracts.finding.Seen.Extent;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an incident about eve tells of who created her, of roles that she assumed and of what she made. */
class KinTest {

    private static final String EVE = Told.KEY;
    private static final String STOP = "{'requestParameters':{'name':'trail'}}";

    @TempDir
    private Path stateDir;
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> alerts;
    private TestInputTopic<String, byte[]> verdicts;
    private TestOutputTopic<String, byte[]> incidents;
    private int offset;

    @BeforeEach
    void start() {
        driver = new TopologyTestDriver(AlertingTopology.build(Timing.DEFAULT), AlertingService.settings(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092", StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString())));
        alerts = driver.createInputTopic(Topics.ALERTS.name(), new StringSerializer(), new ByteArraySerializer());
        verdicts = driver.createInputTopic(Topics.VERDICTS.name(), new StringSerializer(), new ByteArraySerializer());
        incidents = driver.createOutputTopic(Topics.INCIDENTS.name(), new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void ofACreatorWithoutAnIncidentNothingIsVisible() {
        pipe(Told.administrator());
        assertThat(fact("creator").extent()).isEqualTo(Extent.NOT_VISIBLE);
        assertThat(fact("creator").why()).contains("christophe: not visible, no incident is about it");
    }

    /** In whatever order the incidents begin. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCreatorWhoIsAnAdministratorUndisturbedIsNotContained(boolean creatorFirst) {
        pipe(creatorFirst ? Told.administrator("christophe") : Told.administrator());
        pipe(creatorFirst ? Told.administrator() : Told.administrator("christophe"));
        assertThat(fact("creator").extent()).isEqualTo(Extent.NO);
        assertThat(fact("creator").why()).contains("christophe: no, by the incident about it: still an administrator");
    }

    @Test
    void whatIsDoneAgainstTheCreatorIsTold() {
        pipe(Told.administrator());
        pipe(Told.administrator("christophe").lost());
        pipe(Told.by("new-admin-contained").about("user", "christophe").how("is contained: it was deleted"));
        assertThat(fact("creator").extent()).isEqualTo(Extent.YES);
        assertThat(fact("creator").why()).contains("it was deleted");
    }

    @Test
    void everyVersionThatTellsOfItIsOnTheTopicUnderAnIdOfItsOwn() {
        pipe(Told.administrator());
        pipe(Told.administrator("christophe"));
        List<TestRecord<String, byte[]>> told = incidents.readRecordsToList();
        assertThat(told).hasSize(3);
        assertThat(told).extracting(record -> RecordHeaders.text(record.headers(), RecordHeaders.CE_ID).orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(told.getLast().key()).isEqualTo(told.getFirst().key());
    }

    @Test
    void aCreatorWhoseIncidentIsClosedAsBenignNeedsNoContainment() {
        pipe(Told.administrator());
        pipe(Told.administrator("christophe"));
        close("111122223333/user:christophe", Verdict.BENIGN);
        assertThat(fact("creator").extent()).isEqualTo(Extent.NOTHING_SEEN);
        assertThat(fact("creator").why()).contains("closed as Benign");
    }

    /** Two who made each other do not wait for each other. */
    @Test
    void whoMadeEachOtherIsToldByItsOwnContainment() {
        pipe(Told.administrator());
        pipe(Told.by("self-escalation").call(6, "eve", "CreateUser",
                "{'requestParameters':{'userName':'christophe'}}"));
        pipe(Told.administrator("christophe"));
        pipe(Told.administrator("christophe").lost());
        assertThat(fact("descendants").extent()).isEqualTo(Extent.PARTLY);
        pipe(Told.administrator().lost());
        assertThat(fact("creator").extent()).isEqualTo(Extent.PARTLY);
    }

    @Test
    void aKeyThatIsGoneIsContainedByWhatItsUsersIncidentTells() {
        pipe(Told.administrator());
        pipe(Told.by("self-escalation").call(5, "eve", "CreateAccessKey",
                "{'requestParameters':{'userName':'bob'},'responseElements':{'accessKey':{'accessKeyId':'AKIABOB'}}}"));
        assertThat(fact("descendants").extent()).isEqualTo(Extent.NOT_VISIBLE);
        pipe(Told.by("credential-for-other-user").about("user", "bob").call(9, "ann", "DeleteAccessKey",
                "{'requestParameters':{'userName':'bob','accessKeyId':'AKIABOB'}}"));
        assertThat(fact("descendants").extent()).isEqualTo(Extent.YES);
        assertThat(fact("descendants").why()).contains("AKIABOB of user bob: yes, it is deleted");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatARoleThatSheAssumedDoesToTheTrailIsTiedToHerIncident(boolean roleFirst) {
        Told trail = Told.by("audit-trail-tampering").about("role", "ops").severity(Severity.HIGH).call(9,
                "role ops (session x)", "StopLogging", STOP);
        pipe(Told.administrator());
        if (roleFirst) {
            pipe(trail);
        }
        pipe(Told.by("self-escalation").call(2, "eve", "AssumeRole",
                "{'requestParameters':{'roleArn':'arn:aws:iam::111122223333:role/team/ops'}}"));
        if (!roleFirst) {
            pipe(trail);
        }
        assertThat(tampering()).singleElement().satisfies(tied -> {
            assertThat(tied.about()).isEqualTo("role ops, which it assumed");
            assertThat(tied.stands()).isTrue();
        });
        assertThat(eve().unmapped().iamwatch().severityReason()).contains("was touched by role ops, which it assumed");
        assertThat(eve().unmapped().iamwatch().principal().name()).isEqualTo("eve");
        pipe(trail.closed());
        assertThat(tampering()).singleElement().satisfies(tied -> assertThat(tied.stands()).isFalse());
    }

    @Test
    void whatTheCreatorDoesToTheTrailIsTiedAndNothingElseOfIt() {
        pipe(Told.administrator());
        pipe(Told.by("credential-for-other-user").about("user", "christophe").call(3, "ann", "CreateAccessKey",
                "{'requestParameters':{'userName':'christophe'}}"));
        assertThat(eve().unmapped().iamwatch().alerts()).hasSize(1);
        pipe(Told.by("audit-trail-tampering").about("user", "christophe").call(9, "christophe", "StopLogging", STOP));
        assertThat(tampering()).extracting(AlertState::about).containsExactly(
                "user christophe, who created it or granted");
        assertThat(eve().unmapped().iamwatch().investigation().services()).as("his calls are not hers").isEmpty();
    }

    @Test
    void anIncidentThatIsOverIsLeftAsItWas() {
        pipe(Told.administrator());
        close(EVE, Verdict.TRUE_POSITIVE);
        IncidentFinding closed = eve();
        pipe(Told.by("audit-trail-tampering").about("user", "christophe").call(9, "christophe", "StopLogging", STOP));
        assertThat(eve()).isEqualTo(closed);
    }

    private void pipe(Told alert) {
        AlertVersion version = alert.at(++offset);
        var record = new TestRecord<>(version.key(), JsonSerde.alerts().serializer().serialize("", version.alert()));
        record.headers().add(new RecordHeader(RecordHeaders.CE_ID, version.id().getBytes(UTF_8)));
        alerts.pipeInput(record);
    }

    private void close(String key, Verdict verdict) {
        var command = new IncidentCommand("command-" + ++offset, incident(key).unmapped().iamwatch().uid(), "ann", 1,
                new IncidentCommand.Action.Close(verdict, null));
        verdicts.pipeInput(key, JsonSerde.of(IncidentCommand.class).serializer().serialize("", command));
    }

    private List<AlertState> tampering() {
        return eve().unmapped().iamwatch().alerts().stream()
                .filter(alert -> alert.ruleId().equals("audit-trail-tampering")).toList();
    }

    private Fact fact(String what) {
        return eve().unmapped().iamwatch().investigation().contained().facts().stream()
                .filter(fact -> fact.what().equals(what)).findFirst().orElseThrow();
    }

    private IncidentFinding eve() {
        return incident(EVE);
    }

    private IncidentFinding incident(String key) {
        return driver.<String, IncidentFinding>getKeyValueStore("incidents").get(key);
    }
}
