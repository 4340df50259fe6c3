package io.iamwatch.contracts.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.cloudtrail.RecordReader.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MINIMAL = "\"eventTime\":\"2024-08-01T13:33:28Z\",\"eventSource\":\"iam.amazonaws.com\","
            + "\"eventName\":\"CreateUser\"";

    /** What a slow reading of the whole tree finds, for records as they came out of AWS. */
    @ParameterizedTest
    @ValueSource(strings = {"stratus-red-team", "traildiscover", "splunk-security-content", "cloud-custodian",
            "grycap-cloudtrail-tracker", "plaso", "trailscraper", "otrf-security-datasets", "sneller"})
    void agreesWithTheTreeOnRealRecords(String source) throws IOException {
        List<String> records = lines(source);
        assertThat(records).isNotEmpty();
        for (String record : records) {
            JsonNode tree = JSON.readTree(record);
            switch (read(record)) {
                case Outcome.Unusable(String reason) -> assertThat(tree.has("eventTime")).as(reason).isFalse();
                case Outcome.CloudTrail(RecordSummary summary) -> assertAgrees(summary, tree);
            }
        }
    }

    private static void assertAgrees(RecordSummary summary, JsonNode tree) {
        assertThat(summary.eventName()).isEqualTo(tree.path("eventName").asText());
        assertThat(summary.service()).isEqualTo(tree.path("eventSource").asText().replaceFirst("\\..*", ""));
        assertThat(summary.eventTime()).isEqualTo(EventTime.parse(tree.path("eventTime").asText()).orElseThrow());
        assertThat(summary.write()).isEqualTo(!tree.path("readOnly").asBoolean(false));
        assertThat(summary.failed()).isEqualTo(tree.hasNonNull("errorCode"));
        assertThat(summary.management()).isEqualTo(tree.path("managementEvent").asBoolean(true)
                && tree.path("eventCategory").asText("Management").equals("Management"));
        String account = tree.path("recipientAccountId")
                .asText(tree.path("userIdentity").path("accountId").asText(""));
        assertThat(summary.account()).isEqualTo(Optional.of(account).filter(RecordReader::isAccount));
        JsonNode identity = tree.path("userIdentity");
        assertThat(summary.longLived())
                .isEqualTo(List.of("IAMUser", "Root", "FederatedUser").contains(identity.path("type").asText())
                        || identity.path("sessionContext").path("sessionIssuer").path("type").asText()
                                .equals("IAMUser"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "recipientAccountId":"1","userIdentity":{"accountId":"2"}        | 1
            "userIdentity":{"accountId":"2"}                                 | 2
            "recipientAccountId":null,"userIdentity":{"accountId":"2"}       | 2
            "recipientAccountId":"anonymous","userIdentity":{"accountId":"2"} | 2
            "recipientAccountId":""                                          |
            "recipientAccountId":123456789012                                |
            "recipientAccountId":"1/2"                                       |
            "recipientAccountId":"١٢٣"                                       |
            "recipientAccountId":"123456789012345678901234567890123"         |
            "userIdentity":null                                              |
            "userIdentity":["accountId"]                                     |
            "eventVersion":"1.04"                                            |
            """)
    void theAccountIsTheRecipientElseTheCaller(String fields, String account) {
        assertThat(read("{" + MINIMAL + "," + fields + "}")).isInstanceOfSatisfying(Outcome.CloudTrail.class,
                record -> assertThat(record.summary().account()).isEqualTo(Optional.ofNullable(account)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                      | not a JSON object
            null                                                                    | not a JSON object
            []                                                                      | not a JSON object
            [{}]                                                                    | not a JSON object
            "text"                                                                  | not a JSON object
            42                                                                      | not a JSON object
            {}                                                                      | no eventSource or no eventName
            {"eventName":"a","eventTime":"2024-08-01T13:33:28Z"}                    | no eventSource or no eventName
            {"eventSource":"a.b","eventTime":"2024-08-01T13:33:28Z"}                | no eventSource or no eventName
            {"eventSource":["a"],"eventName":"b","eventTime":"2024-08-01T13:33:28Z"} | no eventSource or no eventName
            {"eventSource":"a","eventName":"b"}                                     | without eventTime
            {"eventSource":"a","eventName":"b","eventTime":1722519208}              | without eventTime
            {"eventSource":"a","eventName":"b","eventTime":"soon"}                  | eventTime is no time
            {"eventSource":"a","eventName":"b","eventTime":""}                      | eventTime is no time
            {"eventSource":"a"                                                      | malformed JSON
            {"eventSource":"a","b                                                   | malformed JSON
            {"userIdentity":{"sessionContext":{"sessionIssuer":{                    | malformed JSON
            {eventSource:1}                                                         | malformed JSON
            <xml/>                                                                  | malformed JSON
            """)
    void saysWhatIsWrong(String bytes, String reason) {
        assertThat(read(bytes)).isInstanceOfSatisfying(Outcome.Unusable.class,
                unusable -> assertThat(unusable.reason()).contains(reason));
    }

    @Test
    void readsAtAnOffset() {
        byte[] bytes = ("xx{" + MINIMAL + "}yy").getBytes(UTF_8);
        assertThat(RecordReader.read(bytes, 2, bytes.length - 4)).isEqualTo(new Outcome.CloudTrail(new RecordSummary(
                Optional.empty(), Instant.parse("2024-08-01T13:33:28Z"), "iam", "CreateUser", true, false, true,
                false)));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "{" + MINIMAL + ",\"requestParameters\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(read(deep)).isInstanceOfSatisfying(Outcome.Unusable.class,
                unusable -> assertThat(unusable.reason()).contains("nested too deep"));
    }

    @Test
    void noiseNeverThrows() {
        long seed = 20261123;
        Random random = new Random(seed);
        byte[] record = ("{" + MINIMAL + ",\"userIdentity\":{\"type\":\"Root\"}}").getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] noisy = record.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt(256);
            }
            assertThat(RecordReader.read(noisy, 0, random.nextInt(noisy.length + 1))).as("seed " + seed).isNotNull();
        }
    }

    private static Outcome read(String record) {
        byte[] bytes = record.getBytes(UTF_8);
        return RecordReader.read(bytes, 0, bytes.length);
    }

    private static List<String> lines(String source) throws IOException {
        try (InputStream file = RecordReaderTest.class.getResourceAsStream("/cloudtrail/" + source + ".jsonl")) {
            return new String(file.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
