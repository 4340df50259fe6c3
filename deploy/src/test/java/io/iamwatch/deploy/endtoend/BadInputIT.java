package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.SubscriptionPayload;
import io.iamwatch.detector.event.Sha256;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kinesis.model.Record;

/** What cannot be used is kept with a reason, costs nothing else, and the stream goes on. */
@ExtendWith(OnWholeWay.class)
class BadInputIT {

    private static final int LARGEST_KINESIS_RECORD = 1024 * 1024;

    private static final long SEED = Long.getLong("seed", new Random().nextLong());

    private final WholeWay way;

    BadInputIT(WholeWay way) {
        this.way = way;
    }

    @BeforeAll
    static void saySeedOfTheNoise() {
        System.out.println("seed " + SEED);
    }

    @Test
    void whatCannotBeUsedIsRejectedWithItsBytesPositionAndReasonAndTheStreamGoesOn() {
        Story story = way.story(way.newAccount(), "among-garbage");
        byte[] subscription = SubscriptionPayload.of(story.asRecorded(), story.at());
        Map<byte[], String> reasons = Map.of(
                bytes("this is no JSON, from account " + story.account()), "not a JSON object",
                Arrays.copyOf(subscription, subscription.length - 20), "gzip breaks off",
                noise(LARGEST_KINESIS_RECORD), "",
                bytes("{\"hello\":\"" + story.account() + "\"}"), "not a CloudTrail record",
                bytes(Envelope.without(story.grant(), "recipientAccountId", "accountId")), "without account",
                bytes(Envelope.without(story.grant(), "eventTime")), "without eventTime");
        way.play(story.account(), List.copyOf(reasons.keySet()));
        Map<String, Record> kinesis = way.kinesis().records();
        reasons.forEach((bytes, reason) -> {
            ConsumerRecord<String, byte[]> rejected = rejected(bytes);
            assertThat(Harvest.reason(rejected).orElseThrow()).isNotBlank().contains(reason);
            assertThat(Harvest.source(rejected)).isEqualTo(rejected.key());
            assertThat(kinesis.get(position(rejected)).data().asByteArray()).isEqualTo(bytes);
        });
        assertThat(way.harvest().alerts(story)).isEmpty();
    }

    @Test
    void nothingElseOfTheSameKinesisRecordIsLost() {
        Story story = way.story(way.newAccount(), "between-bad-lines");
        List<String> bad = List.of("no JSON in " + story.account(), "{\"hello\":\"" + story.account() + "\"}",
                Envelope.without(story.grant(), "recipientAccountId", "accountId"),
                Envelope.without(story.creation(), "eventTime"), "{\"breaks\":\"off in " + story.account());
        way.play(story.account(), List.of(bytes(String.join("\n", bad.get(0), story.grant(), bad.get(1), bad.get(2),
                story.creation(), bad.get(3), bad.get(4)))));
        assertThat(way.harvest().standing(story)).extracting(Harvest::rule).containsExactly("new-admin-user");
        List<Integer> indexes = List.of(0, 2, 3, 5, 6);
        for (int i = 0; i < bad.size(); i++) {
            ConsumerRecord<String, byte[]> rejected = rejectedText(bad.get(i));
            assertThat(Harvest.source(rejected)).isEqualTo(rejected.key()).endsWith("/" + indexes.get(i));
            assertThat(Harvest.reason(rejected).orElseThrow()).isNotBlank();
        }
    }

    @Test
    void aRecordDatedFarAheadIsJudgedAndMarkedAndMovesNoClock() {
        String account = way.newAccount();
        Story ahead = new Story(account, "from-the-future", Instant.parse("2099-01-01T00:00:00Z"));
        Story now = way.story(account, "of-today");
        List<String> records = List.of(ahead.creation(), ahead.grant(), now.creation(), now.grant());
        way.playRecords(account, records);
        assertThat(way.harvest().alerts(ahead)).hasSize(1).allSatisfy(alert -> {
            assertThat(Harvest.rule(alert)).isEqualTo("new-admin-user");
            assertThat(alert.details().future()).isTrue();
        });
        assertThat(way.harvest().alerts(now)).hasSize(1).allSatisfy(alert -> {
            assertThat(Harvest.rule(alert)).isEqualTo("new-admin-user");
            assertThat(alert.details().future()).isFalse();
            assertThat(alert.details().late()).isFalse();
        });
        assertThat(way.harvest().records(Topics.IDENTITY).filter(record -> record.key().equals(account)))
                .allSatisfy(record -> assertThat(Instant.ofEpochMilli(record.timestamp()))
                        .isBefore(Instant.parse("2099-01-01T00:00:00Z")));
    }

    @Test
    void aMissingReadOnlyMeansAWrite() {
        Story story = way.story(way.newAccount(), "without-read-only");
        way.playRecords(story.account(), List.of(Envelope.without(story.creation(), "readOnly"),
                Envelope.without(story.grant(), "readOnly")));
        assertThat(way.harvest().standing(story)).extracting(Harvest::rule).containsExactly("new-admin-user");
    }

    @Test
    void aMissingEventIdIsReplacedByTheHashOfTheRecord() {
        Story story = way.story(way.newAccount(), "without-event-id");
        String creation = Envelope.without(story.creation(), "eventID");
        String grant = Envelope.without(story.grant(), "eventID");
        way.playRecords(story.account(), List.of(creation, grant, creation, grant));
        assertThat(way.harvest().alerts(story)).hasSize(1).allSatisfy(alert -> {
            assertThat(alert.activityId()).isEqualTo(Activity.CREATE);
            assertThat(alert.findingInfo().relatedEvents()).extracting(event -> event.uid())
                    .containsExactlyInAnyOrder(Sha256.hex(bytes(creation)), Sha256.hex(bytes(grant)));
        });
    }

    @Test
    void aControlMessageSaysNothingAndTheStreamGoesOn() {
        String account = way.newAccount();
        byte[] control = Envelope.gzip(bytes("{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\","
                + "\"logGroup\":\"\",\"logStream\":\"\",\"subscriptionFilters\":[],\"logEvents\":[{\"id\":\"\","
                + "\"timestamp\":1510254469274,\"message\":\"CWL CONTROL MESSAGE: Checking health of destination "
                + "Kinesis stream.\"}]}"));
        way.play(account, List.of(control));
        String position = way.kinesis().records().entrySet().stream()
                .filter(entry -> Arrays.equals(entry.getValue().data().asByteArray(), control))
                .map(Map.Entry::getKey).findFirst().orElseThrow();
        assertThat(way.harvest().records()).noneMatch(record -> Harvest.source(record).startsWith(position + "/"));
    }

    @Test
    void textThatIsHostileToATerminalGoesThroughAsItIsAndStillMakesAnAlert() {
        Story story = way.story(way.newAccount(), "hostile");
        String agent = "\\u001b[2J\\u202e\\u0000" + "x".repeat(2000);
        List<String> records = List.of(story.creation(), story.grant());
        way.playRecords(story.account(), records.stream()
                .map(record -> record.replaceAll("\"userAgent\":\"[^\"]*\"", "\"userAgent\":\"" + agent.replace("\\",
                        "\\\\") + "\""))
                .toList());
        assertThat(way.harvest().standing(story)).extracting(DetectionFinding::activityId)
                .containsExactly(Activity.CREATE);
    }

    /** Waits: the alert of the attack behind it can be readable a moment earlier, on another partition. */
    private ConsumerRecord<String, byte[]> rejected(byte[] bytes) {
        way.harvest().until("the rejection of " + bytes.length + " bytes", () -> way.harvest().records(Topics.REJECTED)
                .anyMatch(record -> Arrays.equals(record.value(), bytes)));
        List<ConsumerRecord<String, byte[]>> found = way.harvest().records(Topics.REJECTED)
                .filter(record -> Arrays.equals(record.value(), bytes)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private ConsumerRecord<String, byte[]> rejectedText(String unit) {
        way.harvest().until("the rejection of " + unit, () -> way.harvest().records(Topics.REJECTED)
                .anyMatch(record -> new String(record.value(), UTF_8).strip().equals(unit)));
        return way.harvest().records(Topics.REJECTED)
                .filter(record -> new String(record.value(), UTF_8).strip().equals(unit)).findFirst().orElseThrow();
    }

    private static String position(ConsumerRecord<String, byte[]> record) {
        String source = Harvest.source(record);
        return source.substring(0, source.lastIndexOf('/'));
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(SEED).nextBytes(noise);
        return noise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
