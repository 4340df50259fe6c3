package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.SubscriptionPayload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Record;

/** From a Kinesis record to an incident. */
@ExtendWith(OnWholeWay.class)
class WholeWayIT {

    private static WholeWay way;
    private static Story recorded;

    @BeforeAll
    static void playTheRecordedAttack(WholeWay wholeWay) {
        way = wholeWay;
        recorded = way.story(Story.RECORDED_ACCOUNT, Story.RECORDED_USER);
        way.play(recorded.account(), List.of(SubscriptionPayload.of(recorded.asRecorded(), recorded.at())));
    }

    @Test
    void theRecordedAttackIsOneStandingAlertAndTheGrantThatCameFirstClosesAsSuperseded() {
        List<DetectionFinding> standing = way.harvest().standing(recorded);
        assertThat(standing).hasSize(1);
        DetectionFinding alert = standing.getFirst();
        assertThat(Harvest.rule(alert)).isEqualTo("new-admin-user");
        assertThat(alert.severityId()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.details().ta()).isEqualTo(recorded.at().getEpochSecond() * 1000);
        assertThat(alert.details().tb()).isEqualTo(alert.details().ta());
        assertThat(way.harvest().alerts(recorded))
                .extracting(Harvest::rule, DetectionFinding::activityId, version -> version.details().supersededBy())
                .containsExactlyInAnyOrder(tuple("admin-granted", Activity.CREATE, null),
                        tuple("credential-for-other-user", Activity.CREATE, null),
                        tuple("new-admin-user", Activity.CREATE, null),
                        tuple("credential-for-other-user", Activity.CLOSE, null),
                        tuple("admin-granted", Activity.CLOSE, alert.findingInfo().uid()));
    }

    @Test
    void bothAlertsAreOneIncident() {
        List<IncidentFinding> versions = way.harvest().incidents(recorded);
        assertThat(versions).extracting(incident -> incident.unmapped().iamwatch().uid()).containsOnly(
                versions.getFirst().unmapped().iamwatch().uid());
        IncidentFinding newest = versions.getLast();
        assertThat(newest.severityId()).isEqualTo(Severity.CRITICAL);
        assertThat(newest.findingInfoList()).extracting(info -> info.uid()).containsExactlyInAnyOrderElementsOf(
                way.harvest().newest(recorded).stream().map(alert -> alert.findingInfo().uid()).toList());
        assertThat(newest.unmapped().iamwatch().alerts())
                .extracting(IncidentFinding.AlertState::ruleId, IncidentFinding.AlertState::stands)
                .containsExactlyInAnyOrder(tuple("admin-granted", false), tuple("credential-for-other-user", false),
                        tuple("new-admin-user", true));
    }

    @Test
    void anIdentityRecordSaysWhereInKinesisItCameFromAndWhenItArrivedThere() {
        Map<String, Record> kinesis = way.kinesis().records();
        List<ConsumerRecord<String, byte[]>> identity = way.harvest().records(Topics.IDENTITY)
                .filter(record -> new String(record.value(), UTF_8).contains(Story.RECORDED_USER)).toList();
        assertThat(identity).extracting(record -> new String(record.value(), UTF_8))
                .containsExactlyElementsOf(recorded.asRecorded());
        for (int index = 0; index < identity.size(); index++) {
            String source = Harvest.source(identity.get(index));
            assertThat(source).matches("cloudtrail/shardId-\\d{12}/\\d+/" + index);
            Record record = kinesis.get(source.substring(0, source.lastIndexOf('/')));
            assertThat(record).as(source).isNotNull();
            assertThat(identity.get(index).timestamp()).isEqualTo(record.approximateArrivalTimestamp().toEpochMilli());
        }
    }

    @Test
    void anAccountLiesInPartitionsOfOneNumberUnderKeysThatBeginWithIt() {
        int partition = AccountPartitioner.partition(recorded.account(), WholeWay.PARTITIONS);
        List<ConsumerRecord<String, byte[]>> ofTheAccount = way.harvest().records()
                .filter(record -> !record.topic().equals(Topics.REJECTED.name()))
                .filter(record -> record.key().startsWith(recorded.account())).toList();
        assertThat(ofTheAccount).extracting(ConsumerRecord::topic).contains(Topics.IDENTITY.name(),
                Topics.ALERTS.name(), Topics.INCIDENTS.name());
        assertThat(ofTheAccount).allSatisfy(record -> {
            assertThat(record.partition()).as(record.topic()).isEqualTo(partition);
            assertThat(record.key()).matches(record.topic().equals(Topics.IDENTITY.name())
                    ? recorded.account()
                    : record.topic().equals(Topics.ALERTS.name())
                            ? recorded.account() + "/user:[a-z0-9-]+"
                            : recorded.account() + "/[0-9a-f]{64}");
        });
    }

    @Test
    void everyVersionHasACloudEventsIdOfItsOwnAndNamesTheRecordThatTriggeredIt() {
        List<ConsumerRecord<String, byte[]>> versions = way.harvest().records()
                .filter(record -> record.topic().startsWith("iamwatch."))
                .filter(record -> record.key().startsWith(recorded.account())).toList();
        assertThat(versions.stream().map(record -> RecordHeaders.text(record.headers(), RecordHeaders.CE_ID))
                .collect(toSet())).hasSameSizeAs(versions);
        assertThat(versions).allSatisfy(version -> {
            assertThat(RecordHeaders.text(version.headers(), RecordHeaders.TRIGGER).orElseThrow())
                    .matches("cloudtrail\\.identity/" + version.partition() + "/\\d+");
            assertThat(Harvest.source(version)).startsWith("cloudtrail/shardId-");
        });
    }

    @Test
    void anAttackIsFoundInEveryEnvelopePlainAndGzipAndItsRecordsAreByteForByteWhatWasPut() {
        String account = way.newAccount();
        Map<String, Story> stories = new HashMap<>();
        List<byte[]> payloads = new ArrayList<>();
        for (Envelope envelope : Envelope.values()) {
            String name = envelope.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            Story plain = way.story(account, "plain-" + name);
            Story zipped = way.story(account, "gzip-" + name);
            stories.put(plain.user(), plain);
            stories.put(zipped.user(), zipped);
            payloads.addAll(envelope.wrap(plain.asRecorded()));
            envelope.wrap(zipped.asRecorded()).forEach(payload -> payloads.add(Envelope.gzip(payload)));
        }
        way.play(account, payloads);
        List<String> identity = way.harvest().records(Topics.IDENTITY)
                .map(record -> new String(record.value(), UTF_8)).toList();
        assertThat(stories).allSatisfy((user, story) -> {
            assertThat(way.harvest().standing(story)).as(user).extracting(Harvest::rule)
                    .containsExactly("new-admin-user");
            assertThat(identity).containsAll(story.asRecorded());
        });
    }

    @Test
    void failedCallsMakeNoAdministrator() {
        String account = way.newAccount();
        Story deniedGrant = way.story(account, "never-granted");
        Story deniedCreation = way.story(account, "never-created");
        way.playRecords(account, List.of(deniedGrant.creation(), failed(deniedGrant.grant()),
                failed(deniedCreation.creation()), failed(deniedCreation.grant())));
        assertThat(way.harvest().alerts(deniedGrant)).isEmpty();
        assertThat(way.harvest().alerts(deniedCreation)).isEmpty();
    }

    @Test
    void theSameNameInAnotherAccountIsAnotherUser() {
        Story created = way.story(way.newAccount(), "shared-name");
        Story granted = way.story(way.newAccount(), "shared-name");
        way.playRecords(created.account(), List.of(created.creation()));
        way.playRecords(granted.account(), List.of(granted.grant()));
        assertThat(way.harvest().alerts(created)).isEmpty();
        assertThat(way.harvest().standing(granted)).extracting(Harvest::rule).containsExactly("admin-granted");
    }

    @Test
    void aRecordThatIsDeliveredAgainChangesNothing() {
        Story story = way.story(way.newAccount(), "told-twice");
        List<String> twice = new ArrayList<>(story.asRecorded());
        twice.addAll(story.asRecorded());
        way.playRecords(story.account(), twice);
        assertThat(way.harvest().alerts(story)).filteredOn(DetectionFinding::stands)
                .extracting(Harvest::rule)
                .containsExactly("admin-granted", "credential-for-other-user", "new-admin-user");
        assertThat(way.harvest().standing(story)).extracting(Harvest::rule).containsExactly("new-admin-user");
    }

    private static String failed(String record) {
        return "{\"errorCode\":\"AccessDenied\"," + record.substring(1);
    }
}
