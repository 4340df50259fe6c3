package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.KinesisClients;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.Lineage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Brings CloudTrail records from Kinesis streams to their topics, each exactly once. Wants
 * {@code exactly.once.support=required}, {@code transaction.boundary=poll} and ByteArrayConverter for keys, values
 * and headers.
 */
public final class KinesisSourceConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisSourceConnector.class);

    private final Function<KinesisEndpoint, KinesisClient> kinesis;
    private Map<String, String> properties = Map.of();
    private KinesisClients clients;
    private ShardLedger ledger;
    private ShardMonitor monitor;

    /** Called by Connect. */
    public KinesisSourceConnector() {
        this(KinesisEndpoint::connect);
    }

    KinesisSourceConnector(Function<KinesisEndpoint, KinesisClient> kinesis) {
        this.kinesis = kinesis;
    }

    static String pluginVersion() {
        return Objects.requireNonNullElse(KinesisSourceConnector.class.getPackage().getImplementationVersion(),
                "unpackaged");
    }

    @Override
    public String version() {
        return pluginVersion();
    }

    @Override
    public ConfigDef config() {
        return KinesisSourceConfig.definition();
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Stream<ConfigValue> unknown = KinesisSourceConfig.unknownKeys(connectorConfigs)
                .map(key -> new ConfigValue(key, connectorConfigs.get(key), List.of(),
                        List.of("Unknown key " + key + "; " + KinesisSourceConfig.known())));
        List<ConfigValue> known = super.validate(connectorConfigs).configValues();
        KinesisSourceConfig.startMismatch(connectorConfigs).ifPresent(error -> known.stream()
                .filter(value -> value.name().equals(KinesisSourceConfig.START_TIMESTAMP))
                .forEach(value -> value.addErrorMessage(error)));
        return new Config(Stream.concat(known.stream(), unknown).toList());
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /**
     * Called when somebody moves positions, also while the connector is stopped.
     *
     * @throws ConnectException if a position would not be understood; nothing has been stored then
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        OffsetChange.check(new KinesisSourceConfig(connectorConfig).getList(KinesisSourceConfig.STREAMS), offsets);
        return true;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return KinesisSourceTask.class;
    }

    @Override
    public void start(Map<String, String> props) {
        KinesisSourceConfig config = new KinesisSourceConfig(props);
        properties = Map.copyOf(props);
        clients = new KinesisClients(kinesis, config.endpointOfKinesis());
        ledger = new ShardLedger(clients, config.streams(), context().offsetStorageReader());
        monitor = ShardMonitor.start(ledger, config.shardsInterval(), context()::requestTaskReconfiguration);
    }

    /**
     * Lists the shards and deals out those that are not read to their ends. Connect calls it again, with backoff, when
     * it throws.
     *
     * @throws ConnectException if Kinesis does not list them
     */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        try {
            List<Lineage> shards = ledger.deal();
            LOG.info("shards are dealt out: shards={} tasks_max={}", shards.size(), maxTasks);
            return Assignment.deal(shards, maxTasks).stream().map(task -> task.addTo(properties)).toList();
        } catch (SdkException failure) {
            throw new ConnectException("cannot list the shards of " + properties.get(KinesisSourceConfig.STREAMS),
                    failure);
        }
    }

    @Override
    public void stop() {
        if (monitor != null) {
            monitor.close();
            clients.close();
        }
    }
}
