package io.iamwatch.ingest.decode;

import static io.iamwatch.ingest.decode.Payloads.DECODER;
import static io.iamwatch.ingest.decode.Payloads.JSON;
import static io.iamwatch.ingest.decode.Payloads.concat;
import static io.iamwatch.ingest.decode.Payloads.decode;
import static io.iamwatch.ingest.decode.Payloads.gzip;
import static io.iamwatch.ingest.decode.Payloads.json;
import static io.iamwatch.ingest.decode.Payloads.lines;
import static io.iamwatch.ingest.decode.Payloads.record;
import static io.iamwatch.ingest.decode.Payloads.recordWithoutAccount;
import static io.iamwatch.ingest.decode.Payloads.records;
import static io.iamwatch.ingest.decode.Payloads.rejected;
import static io.iamwatch.ingest.decode.Payloads.resource;
import static io.iamwatch.ingest.decode.Payloads.subscription;
import static io.iamwatch.ingest.decode.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.ingest.decode.Decoded.CloudTrailRecord;
import io.iamwatch.ingest.decode.Decoded.Rejected;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format in which records arrive, plain and gzip. */
class EnvelopeTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            aws-lambda-go-cloudwatch-logs-event,                          0,  2
            cloudtrail_log_cw,                                            1,  0
            datadog-aws_logs_monitoring_tests_events_cloudwatch_logs,     0, 19
            datadog-aws_logs_monitoring_tests_events_cloudwatch_logs_2,   0,  1
            datadog-aws_logs_monitoring_tests_events_cloudwatch_logs_ddtags, 0, 1
            datadog-on_tests_snapshots-cache-test_cloudwatch_log_cloudtrail, 3, 0
            datadog-s_integration_tests_snapshots_cloudwatch_log_cloudtrail, 4, 0
            extracted_fields_both,                                        0,  1
            lambda-promtail-cloudwatch-logs-event,                        0,  2
            powertools-lambda-python-cloudWatchLogEvent,                  0,  2
            powertools-lambda-python-kinesisStreamCloudWatchLogsEvent,    0,  2
            valid_cloudwatch_log_control,                                 0,  0
            vector-subscription-1,                                        0,  0
            """)
    void realSubscriptionPayloads(String file, int events, int rejections) throws IOException {
        byte[] payload = subscriptionPayload(resource("envelopes/cloudwatch-logs/" + file + ".json"));
        for (byte[] form : List.of(payload, Gzip.isGzip(Slice.of(payload)) ? payload : gzip(payload))) {
            List<Decoded> outcomes = DECODER.decode(form);
            assertThat(records(outcomes)).hasSize(events);
            assertThat(rejected(outcomes)).hasSize(rejections).allSatisfy(EnvelopeTest::hasReason);
        }
    }

    /** Two fixtures are what a Lambda gets: the payload as it is in Kinesis stands in them as base64. */
    private static byte[] subscriptionPayload(byte[] fixture) throws IOException {
        JsonNode data = JSON.readTree(fixture).path("awslogs").path("data");
        return data.isTextual() ? Base64.getDecoder().decode(data.textValue()) : fixture;
    }

    @Test
    void aLogLineIsUnescapedAsItWasWritten() throws IOException {
        byte[] payload = resource("envelopes/cloudwatch-logs/cloudtrail_log_cw.json");
        String message = JSON.readTree(payload).path("logEvents").path(0).path("message").textValue();
        assertThat(records(DECODER.decode(payload))).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"appelb-add-tags", "catalog-put-resource-policy", "catalog-set-encryption",
            "create-bucket", "create-distribution", "s3", "tag-distribution", "tag-rest-stage",
            "update-distribution"})
    void realEventBridgeEvents(String file) throws IOException {
        eventBridge("c7n-event-cloud-trail-" + file);
    }

    @Test
    void realEventBridgeEventOfEc2() throws IOException {
        eventBridge("c7n-event-transit-gateway-delete-vpc-attachment");
    }

    private static void eventBridge(String file) throws IOException {
        byte[] payload = resource("envelopes/eventbridge/" + file + ".json");
        for (byte[] form : List.of(payload, gzip(payload))) {
            List<Decoded> outcomes = DECODER.decode(form);
            assertThat(outcomes).hasSize(1).first().isInstanceOf(CloudTrailRecord.class);
            String sliced = records(outcomes).getFirst();
            assertThat(Slice.of(payload).toString()).contains(sliced);
            assertThat(JSON.readTree(sliced)).isEqualTo(JSON.readTree(payload).path("detail"));
            assertThat(((CloudTrailRecord) outcomes.getFirst()).account())
                    .isEqualTo(JSON.readTree(payload).path("account").textValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"stratus-red-team, 310, 0", "plaso, 6, 0", "trailscraper, 3, 0",
            "grycap-cloudtrail-tracker, 142, 3"})
    void realRecordsInEveryFormat(String file, int events, int withoutAccount) {
        List<String> lines = lines("cloudtrail/" + file + ".jsonl");
        String asLines = String.join("\n", lines);
        String asArray = "{\"Records\":[" + String.join(",", lines) + "]}";
        String asPretty = "{\n  \"Records\" : [\n    " + String.join(",\n    ", lines) + "\n  ]\n}\n";
        List<String> usable = records(decode(asLines));
        assertThat(usable).hasSize(events);
        for (String payload : List.of(asLines, asLines + "\n", asLines.replace("\n", "\r\n"),
                asLines.replace("\n", ""), asArray, asPretty)) {
            for (byte[] form : List.of(utf8(payload), gzip(utf8(payload)))) {
                List<Decoded> outcomes = DECODER.decode(form);
                assertThat(records(outcomes).equals(usable)).as("the same records").isTrue();
                assertThat(rejected(outcomes)).hasSize(withoutAccount)
                        .allSatisfy(r -> assertThat(r.reason()).isEqualTo("CloudTrail record without account"));
            }
        }
        // The owner of the log group is the account of a record that names none.
        List<Decoded> logged = DECODER.decode(gzip(utf8(subscription("999988887777", lines))));
        assertThat(records(logged).equals(lines)).as("each record as it was logged").isTrue();
    }

    @Test
    void realRecordsWithoutEventTimeAreRejectedOneByOne() {
        List<String> lines = lines("cloudtrail/otrf-security-datasets.jsonl");
        List<Decoded> outcomes = decode(String.join("\n", lines));
        assertThat(rejected(outcomes)).extracting(r -> r.bytes().toString()).isEqualTo(lines);
        assertThat(rejected(outcomes)).extracting(Rejected::reason).containsOnly("CloudTrail record without eventTime");
    }

    @Test
    void eachRealRecordAloneBareAndPrettyPrinted() throws IOException {
        for (String line : lines("cloudtrail/stratus-red-team.jsonl")) {
            assertThat(records(decode(line))).containsExactly(line);
            String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(line));
            assertThat(records(decode(pretty))).containsExactly(pretty);
        }
    }

    @Test
    void theAccountIsTheRecordsOwnElseTheEnvelopes() {
        String without = recordWithoutAccount("a");
        assertThat(account(subscription("999988887777", List.of(record("a"))))).isEqualTo("111122223333");
        assertThat(account(subscription("999988887777", List.of(without)))).isEqualTo("999988887777");
        assertThat(account("{\"detail\":" + without + ",\"detail-type\":\"x\",\"account\":\"999988887777\"}"))
                .isEqualTo("999988887777");
        assertThat(account(without.replace("{\"eventSource\"",
                "{\"userIdentity\":{\"type\":\"IAMUser\",\"accountId\":\"444455556666\"},\"eventSource\"")))
                .isEqualTo("444455556666");
    }

    private static String account(String payload) {
        return ((CloudTrailRecord) decode(payload).getFirst()).account();
    }

    @ParameterizedTest
    @CsvSource({"iam.amazonaws.com, CreateUser, Role, IDENTITY", "ec2.amazonaws.com, RunInstances, IAMUser, USERS",
            "ec2.amazonaws.com, RunInstances, AssumedRole, ACTIVITY"})
    void theRouteIsThatOfTheRecord(String eventSource, String eventName, String type, Route route) {
        String record = json(Map.of("eventSource", eventSource, "eventName", eventName, "eventTime",
                "2026-11-01T00:00:00Z", "userIdentity", Map.of("type", type, "accountId", "111122223333")));
        assertThat(((CloudTrailRecord) decode(record).getFirst()).route()).isEqualTo(route);
    }

    @Test
    void gzipMembersInARowAreOnePayload() {
        byte[] payload = concat(gzip(utf8(record("a") + "\n")), gzip(utf8(record("b"))));
        assertThat(records(DECODER.decode(payload))).containsExactly(record("a"), record("b"));
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(records(decode("\ufeff" + record("a")))).containsExactly(record("a"));
    }

    @Test
    void everyEscapeOfALogLineIsUndone() {
        String id = "\u0001\t\b\f\r \" \\ / \u00e9 \u20ac \ud83d\ude00";
        String line = json(Map.of("eventSource", "iam.amazonaws.com", "eventName", id, "eventTime",
                "2026-11-01T00:00:00Z", "recipientAccountId", "111122223333"));
        String plain = subscription("1", List.of(line));
        StringBuilder escaped = new StringBuilder();
        plain.chars().forEach(c -> escaped.append(c < 0x80 ? String.valueOf((char) c) : "\\u%04X".formatted(c)));
        assertThat(records(decode(plain))).containsExactly(line);
        assertThat(records(decode(escaped.toString()))).containsExactly(line);
    }

    private static void hasReason(Rejected rejection) {
        assertThat(rejection.reason()).isNotBlank();
    }
}
