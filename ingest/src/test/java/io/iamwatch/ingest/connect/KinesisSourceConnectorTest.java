package io.iamwatch.ingest.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.ingest.kinesis.FakeKinesis;
import io.iamwatch.ingest.kinesis.Lineage;
import io.iamwatch.ingest.kinesis.ShardId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the connector tells Connect: its configuration, its guarantees and which task reads what. */
class KinesisSourceConnectorTest {

    private static final Map<String, String> VALID = Map.of("kinesis.streams", "trail,other", "kinesis.region",
            "eu-central-1", "name", "iamwatch",
            "connector.class", "x", "transforms", "");

    private final FakeKinesis kinesis = new FakeKinesis();
    private final FakeContext context = new FakeContext(true);
    private final KinesisSourceConnector connector = new KinesisSourceConnector(endpoint -> kinesis);

    @BeforeEach
    void initialize() {
        connector.initialize(context);
    }

    @AfterEach
    void stop() {
        connector.stop();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "7, 7", "8, 7", "100, 7"})
    void allShardsOfAllPagesAreDealtToAtMostThatManyTasks(int maxTasks, int tasks) {
        for (int i = 0; i < 5; i++) {
            kinesis.shard("trail", "shardId-00" + i);
        }
        kinesis.shard("other", "shardId-000");
        kinesis.shard("other", "shardId-001");
        connector.start(VALID);
        List<List<Lineage>> dealt = connector.taskConfigs(maxTasks).stream()
                .map(task -> Assignment.of(new KinesisSourceConfig(task)).shards()).toList();
        assertThat(dealt).hasSize(tasks).allSatisfy(shards -> assertThat(shards.size()).isBetween(7 / tasks,
                (7 + tasks - 1) / tasks));
        assertThat(dealt.stream().flatMap(List::stream).map(Lineage::shard)).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void aTaskLearnsWhereAShardCameFrom() {
        ShardId parent = kinesis.shard("trail", "shardId-000");
        ShardId child = kinesis.child(parent, "shardId-001");
        ShardId grandchild = kinesis.child(child, "shardId-002");
        connector.start(VALID);
        KinesisSourceConfig task = new KinesisSourceConfig(connector.taskConfigs(1).getFirst());
        assertThat(Assignment.of(task).shards()).containsExactly(new Lineage(parent, List.of(), List.of()),
                new Lineage(child, List.of(parent), List.of()),
                new Lineage(grandchild, List.of(child, parent), List.of()));
    }

    @Test
    void aStreamWithoutShardsNeedsNoTask() {
        connector.start(VALID);
        assertThat(connector.taskConfigs(3)).isEmpty();
    }

    @Test
    void connectIsToldWhenShardsCannotBeListedAndMayAskAgain() {
        kinesis.shard("trail", "shardId-000");
        kinesis.fail(SdkClientException.create("connection refused"));
        connector.start(VALID);
        assertThatThrownBy(() -> connector.taskConfigs(1)).isInstanceOf(ConnectException.class)
                .hasMessageContaining("trail");
        assertThat(connector.taskConfigs(1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kinesis.streams          | a/b          | names of Kinesis streams
            kinesis.streams          | a,a,b        | each once
            kinesis.streams          | ''           | one or more names
            kinesis.region           | Frankfurt    | eu-central-1
            kinesis.endpoint         | localhost:1  | http or https URL
            kinesis.poll.interval.ms | 5            | at least 10
            kinesis.poll.interval.ms | soon         | LONG
            kinesis.start.position   | NEWEST       | LATEST or TRIM_HORIZON
            kinesis.start.position   | latest       | LATEST or TRIM_HORIZON
            kinesis.get.records.limit | 10001       | no more than 10000
            kinesis.streams          | a@nowhere    | name@region
            kinesis.start.timestamp  | yesterday    | 2026-11-01T00:00:00Z
            kinesis.consumption      | PUSH         | POLLING or FAN_OUT
            kinesis.fanout.consumer  | a b          | one name of a stream consumer
            kinesis.shards.interval.ms | 1          | at least 100
            record.max.bytes         | 20000000     | no more than
            activity.enabled         | perhaps      | either true or false
            decode.inflated.max.bytes | 10          | at least 1024
            kinesis.steams           | trail        | kinesis.streams
            decode.max               | 1            | decode.inflated.max.bytes
            """)
    void aBadValueIsRefusedWithItsKeyAndWhatIsAllowed(String key, String value, String allowed) {
        Map<String, String> bad = new HashMap<>(VALID);
        bad.put(key, value);
        assertThatThrownBy(() -> connector.start(bad)).isInstanceOf(ConfigException.class).hasMessageContaining(key)
                .hasMessageContaining(value.replace(",", ", ")).hasMessageContaining(allowed);
        assertThat(connector.validate(bad).configValues()).filteredOn(config -> config.name().equals(key))
                .singleElement().satisfies(config -> assertThat(config.errorMessages()).isNotEmpty()
                        .allSatisfy(message -> assertThat(message).contains(key)));
    }

    @ParameterizedTest
    @CsvSource({"AT_TIMESTAMP,", "LATEST, 2026-11-01T00:00:00Z"})
    void aTimeToStartAtIsGivenWithThatStartAndOnlyThen(String position, String time) {
        Map<String, String> bad = new HashMap<>(VALID);
        bad.put("kinesis.start.position", position);
        if (time != null) {
            bad.put("kinesis.start.timestamp", time);
        }
        assertThatThrownBy(() -> connector.start(bad)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("kinesis.start.timestamp").hasMessageContaining("AT_TIMESTAMP");
        assertThat(connector.validate(bad).configValues())
                .filteredOn(config -> config.name().equals("kinesis.start.timestamp")).singleElement()
                .satisfies(config -> assertThat(config.errorMessages()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinesis.streams", "kinesis.region"})
    void whatIsNeededIsNamedWhenItIsMissing(String key) {
        Map<String, String> missing = new HashMap<>(VALID);
        missing.remove(key);
        assertThatThrownBy(() -> connector.start(missing)).isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void aValidConfigurationHasNoErrors() {
        Map<String, String> full = new HashMap<>(VALID);
        full.putAll(Map.of("kinesis.endpoint", "http://localhost:4567", "kinesis.start.position", "TRIM_HORIZON"));
        assertThat(connector.validate(full).configValues())
                .allSatisfy(config -> assertThat(config.errorMessages()).isEmpty());
    }

    @Test
    void everyKeyIsDocumentedAndHasItsUnitInItsName() {
        assertThat(connector.config().configKeys().values()).filteredOn(key -> !key.internalConfig)
                .allSatisfy(key -> {
                    assertThat(key.documentation).isNotBlank();
                    if (key.type == ConfigDef.Type.LONG) {
                        assertThat(key.name).endsWith(".ms");
                    }
                });
    }

    @Test
    void exactlyOnceIsSupportedAndTheServiceLoaderFindsTheConnector() {
        assertThat(connector.exactlyOnceSupport(VALID)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.taskClass()).isEqualTo(KinesisSourceTask.class);
        assertThat(connector.version()).isNotBlank();
        assertThat(ServiceLoader.load(SourceConnector.class)).hasAtLeastOneElementOfType(KinesisSourceConnector.class);
    }
}
