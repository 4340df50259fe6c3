package io.iamwatch.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.pipeline.FaultProxy.Fault;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS answers at times, and what happens to connections: each delays, none loses or repeats. */
@ExtendWith(OnIngestStack.class)
@Timeout(240)
class KinesisFaultsIT {

    private static final int TEN_MEBIBYTES = 10 * 1024 * 1024;
    private static final String ACCESS_KEY = "aws.accessKeyId";

    private final String accessKey = System.getProperty(ACCESS_KEY);

    @AfterEach
    void restoreCredentials() {
        if (accessKey != null) {
            System.setProperty(ACCESS_KEY, accessKey);
        }
    }

    @ParameterizedTest
    @CsvSource({"GetRecords, ExpiredIteratorException, 400", "GetRecords, ProvisionedThroughputExceededException, 400",
            "GetShardIterator, ProvisionedThroughputExceededException, 400", "GetRecords, InternalFailure, 500",
            "GetRecords, ThrottlingException, 400", "ListShards, LimitExceededException, 400",
            "GetRecords, KMSThrottlingException, 400"})
    void anErrorDelaysOnly(String operation, String type, int status, IngestStack stack) {
        NumberedStream stream = stack.stream(2);
        stack.ingest(stream, Map.of());
        try (Received received = stack.received(stream)) {
            stream.put(10);
            received.awaitAtLeast(10);
            stack.proxy().next(operation, 3, new Fault.Refuse(type, status));
            if (operation.equals("GetShardIterator")) {
                stack.proxy().next("GetRecords", 2, new Fault.Refuse("ExpiredIteratorException", 400));
            }
            stream.put(10);
            await().atMost(Duration.ofSeconds(30)).until(stack.proxy()::isSpent);
            received.assertAllOnceInOrder();
            assertThat(stack.connect().failure(IngestStack.connector(stream))).isEmpty();
            assertThat(stack.metric(stream, "kinesis-records-total")).isEqualTo(20);
            assertThat(stack.metric(stream, "events-total")).isEqualTo(20);
            assertThat(stack.metric(stream, "retries-total")).satisfies(
                    retries -> assertThat(retries > 0).isEqualTo(!operation.equals("ListShards")));
        } finally {
            stack.remove(stream);
        }
    }

    @Test
    void aConnectionThatIsCutOrHangsDelaysOnly(IngestStack stack) {
        NumberedStream stream = stack.stream(1);
        stack.ingest(stream, Map.of());
        try (Received received = stack.received(stream)) {
            stream.put(10);
            received.awaitAtLeast(10);
            stack.proxy().next("GetRecords", 3, new Fault.Cut());
            stack.proxy().next("GetRecords", 1, new Fault.Hang());
            stream.put(10);
            received.assertAllOnceInOrder();
            await().atMost(Duration.ofSeconds(30)).until(stack.proxy()::isSpent);
        } finally {
            stack.remove(stream);
        }
    }

    @Test
    void credentialsThatExpireAreReplacedWithoutARestart(IngestStack stack) {
        NumberedStream stream = stack.stream(1);
        stack.ingest(stream, Map.of());
        try (Received received = stack.received(stream)) {
            stream.put(10);
            received.awaitAtLeast(10);
            String old = System.getProperty(ACCESS_KEY);
            int met = stack.proxy().refused();
            stack.proxy().expire(authorization -> authorization.contains("Credential=" + old + "/"));
            stream.put(10);
            await().until(() -> stack.proxy().refused() > met + 2);
            System.setProperty(ACCESS_KEY, "renewed");
            received.assertAllOnceInOrder();
            assertThat(stack.connect().failure(IngestStack.connector(stream))).isEmpty();
        } finally {
            stack.proxy().expire(authorization -> false);
            stack.remove(stream);
        }
    }

    @Test
    void whatIsTooLargeForATopicLeavesAReference(IngestStack stack) {
        NumberedStream stream = stack.stream(1);
        stack.ingest(stream, Map.of("record.max.bytes", "10000"));
        try (Received received = stack.received(stream)) {
            stream.put(1);
            received.assertAllOnceInOrder();
            stack.put(stream, "{\"padding\":\"" + "x".repeat(20_000) + "\"}");
            ConsumerRecord<String, byte[]> rejected = stack.first(Topics.REJECTED, stream.name() + "/");
            assertThat(new String(rejected.value(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("\"source\":\"" + stream.name() + "/").contains("\"bytes\":20").contains("\"sha256\":\"");
            assertThat(RecordHeaders.text(rejected.headers(), RecordHeaders.REASON)).get().asString()
                    .contains("larger than the 10000 bytes");
            stream.put(1);
            received.assertAllOnceInOrder();
        } finally {
            stack.remove(stream);
        }
    }

    @Test
    void anEventOfTenMebibytesGoesThrough(IngestStack stack) {
        NumberedStream large = stack.stream(1);
        stack.ingest(large, Map.of());
        try (Received received = stack.received(large)) {
            large.putLarge(TEN_MEBIBYTES - 2000);
            large.put(1);
            received.assertAllOnceInOrder();
        } finally {
            stack.remove(large);
        }
    }
}
