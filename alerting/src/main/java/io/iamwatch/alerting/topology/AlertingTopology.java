package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.outbox.OutboxEntry;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/**
 * The way from alerts and analysts' commands to incidents and what is told of them: one sub-topology, no join.
 *
 * <pre>
 * iamwatch.alerts ───┬─► gather-incidents ─┬─► iamwatch.incidents
 * iamwatch.verdicts ─┘   incidents, kin,   ├─► iamwatch.notifications
 *                        outbox            └─► cloudtrail.rejected
 * </pre>
 */
public final class AlertingTopology {

    static final StreamPartitioner<String, byte[]> BY_ACCOUNT = (topic, key, value, partitions) -> Optional
            .of(Set.of(AccountPartitioner.partition(key, partitions)));

    /** An incident of many alerts makes a value larger than a broker's default limit. */
    private static final Map<String, String> CHANGELOG = Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(Topic.MAX_MESSAGE_BYTES));

    private AlertingTopology() {
    }

    /** Builds the topology with one group for all incidents. */
    public static Topology build(Timing timing) {
        return build(timing, AssigneeGroups.DEFAULT);
    }

    /**
     * Builds the topology; starts nothing. Alerts are read as bytes, so that one that cannot be read is an outcome of
     * the processor and not the end of a stream thread.
     */
    public static Topology build(Timing timing, AssigneeGroups groups) {
        ThreadLocal<CommitPace> pace = ThreadLocal.withInitial(CommitPace::new);
        var text = new StringSerializer();
        var bytes = new ByteArraySerializer();
        var store = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(AlertingNames.INCIDENTS_STORE),
                Serdes.String(), new StateSerde<>(JsonSerde.incidents())).withLoggingEnabled(CHANGELOG);
        var outbox = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(AlertingNames.OUTBOX_STORE),
                Serdes.String(), new StateSerde<>(JsonSerde.of(OutboxEntry.class))).withLoggingEnabled(CHANGELOG);
        var kin = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(AlertingNames.KIN_STORE), Serdes.String(),
                Serdes.ByteArray()).withLoggingEnabled(Map.of());
        return new Topology()
                .addSource(AlertingNames.READ_ALERTS, new StringDeserializer(), new ByteArrayDeserializer(),
                        Topics.ALERTS.name())
                .addSource(AlertingNames.READ_VERDICTS, new StringDeserializer(), new ByteArrayDeserializer(),
                        Topics.VERDICTS.name())
                .addProcessor(AlertingNames.GATHER_INCIDENTS, () -> new GatherIncidents(timing, groups, pace),
                        AlertingNames.READ_ALERTS, AlertingNames.READ_VERDICTS)
                .addStateStore(store, AlertingNames.GATHER_INCIDENTS)
                .addStateStore(outbox, AlertingNames.GATHER_INCIDENTS)
                .addStateStore(kin, AlertingNames.GATHER_INCIDENTS)
                .addSink(AlertingNames.WRITE_NOTIFICATIONS, Topics.NOTIFICATIONS.name(), text, bytes, BY_ACCOUNT,
                        AlertingNames.GATHER_INCIDENTS)
                .addSink(AlertingNames.WRITE_INCIDENTS, Topics.INCIDENTS.name(), text, bytes, BY_ACCOUNT,
                        AlertingNames.GATHER_INCIDENTS)
                .addSink(AlertingNames.WRITE_REJECTED, Topics.REJECTED.name(), text, bytes,
                        AlertingNames.GATHER_INCIDENTS);
    }
}
