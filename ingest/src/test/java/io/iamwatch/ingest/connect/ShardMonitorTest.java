package io.iamwatch.ingest.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.iamwatch.ingest.kinesis.FakeKinesis;
import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.ShardId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkClientException;

/** When the connector has its tasks configured anew. */
@Timeout(60)
class ShardMonitorTest {

    private final FakeKinesis kinesis = new FakeKinesis();
    private final FakeContext context = new FakeContext(true);
    private final KinesisSourceConnector connector = new KinesisSourceConnector(endpoint -> kinesis);
    private final ShardId parent = kinesis.shard("trail", "shardId-000");

    @BeforeEach
    void start() {
        connector.initialize(context);
        connector.start(Map.of("kinesis.streams", "trail", "kinesis.region", "eu-central-1",
                "kinesis.shards.interval.ms", "100"));
        connector.taskConfigs(2);
    }

    @AfterEach
    void stop() {
        connector.stop();
    }

    @Test
    void tasksStayAsTheyAreAsLongAsThereIsNoNewShard() {
        int lists = kinesis.lists();
        kinesis.end(parent);
        finished(parent);
        await().until(() -> kinesis.lists() >= lists + 5);
        assertThat(context.reconfigurations()).isZero();
    }

    @Test
    void aNewShardHasThemConfiguredAnew() {
        ShardId child = kinesis.child(parent, "shardId-001");
        await().until(() -> context.reconfigurations() > 0);
        assertThat(dealt()).containsExactly(parent, child);
        int asked = context.reconfigurations();
        int lists = kinesis.lists();
        await().until(() -> kinesis.lists() >= lists + 5);
        assertThat(context.reconfigurations()).as("once dealt out it is not new").isLessThanOrEqualTo(asked + 1);
    }

    @Test
    void aShardThatIsReadToItsEndIsDealtOutNoMore() {
        kinesis.end(parent);
        finished(parent);
        ShardId child = kinesis.child(parent, "shardId-001");
        await().until(() -> context.reconfigurations() > 0);
        assertThat(dealt()).containsExactly(child);
    }

    @Test
    void aFailureToListDelaysAndEndsNothing() {
        kinesis.fail(SdkClientException.create("connection refused"));
        await().until(kinesis::hasFailed);
        kinesis.child(parent, "shardId-001");
        await().until(() -> context.reconfigurations() > 0);
    }

    @Test
    void afterTheConnectorStoppedNobodyLooks() {
        connector.stop();
        kinesis.child(parent, "shardId-001");
        int lists = kinesis.lists();
        await().during(java.time.Duration.ofMillis(300)).until(() -> kinesis.lists() <= lists + 1);
        assertThat(context.reconfigurations()).isZero();
    }

    private void finished(ShardId shard) {
        context.put(Map.of("shard", shard.toString()), Map.of("state", "SHARD_END"));
    }

    private List<ShardId> dealt() {
        return connector.taskConfigs(2).stream()
                .flatMap(task -> Assignment.of(new KinesisSourceConfig(task)).shards().stream()).map(Lineage::shard)
                .toList();
    }
}
