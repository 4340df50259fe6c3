package io.iamwatch.detector.topology;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.store.WriteBehindSupplier;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The way from records to alerts: one sub-topology, one store, no join.
 *
 * <pre>
 * cloudtrail.identity ─┬─► detect-administrators ─┬─► iamwatch.alerts
 * cloudtrail.users ────┤          accounts        ├─► iamwatch.canary
 * cloudtrail.activity ─┤                          ├─► iamwatch.rules
 * iamwatch.baseline ───┘                          ├─► cloudtrail.rejected
 *          ▲                                      │
 *          └────── repartition-by-account ────────┘
 * </pre>
 *
 * Candidate rules go the same way as another application, beside the live one, to {@code iamwatch.alerts.shadow}
 * alone.
 */
public final class DetectorTopology {

    private static final StreamPartitioner<String, byte[]> BY_ACCOUNT = (topic, key, value, partitions) -> Optional
            .of(Set.of(AccountPartitioner.partition(key, partitions)));

    /** What rules hold is told to each partition for itself. */
    private static final StreamPartitioner<String, byte[]> BY_PARTITION = (topic, key, value, partitions) -> Optional
            .of(Set.of(Integer.parseInt(key)));

    /** A name with the most facts makes a value larger than a broker's default limit. */
    private static final Map<String, String> CHANGELOG = Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(Topic.MAX_MESSAGE_BYTES));

    private DetectorTopology() {
    }

    /**
     * Builds the topology; starts nothing.
     *
     * @param partitions the one partition count of all topics
     */
    public static Topology build(Rules rules, int partitions) {
        return build(rules, CanaryMark.NONE, Mute.NOTHING, partitions, new DroppedRecords(),
                ThreadLocal.withInitial(CommitRequests::new));
    }

    /** The same behind a consumer that drops records, and that knows when there is nothing more to do. */
    static Topology build(Rules rules, CanaryMark canary, Mute mute, int partitions, DroppedRecords dropped,
            ThreadLocal<CommitRequests> commits) {
        return live(() -> new DetectAdministrators(rules, Voice.LIVE, Sensor.RecordingLevel.INFO, canary, mute,
                partitions, dropped, commits));
    }

    /** The same, and nothing of ours is counted: Streams records at INFO unless it is told otherwise. */
    static Topology uncounted(Rules rules, int partitions, DroppedRecords dropped,
            ThreadLocal<CommitRequests> commits) {
        return live(() -> new DetectAdministrators(rules, Voice.LIVE, Sensor.RecordingLevel.DEBUG, CanaryMark.NONE,
                Mute.NOTHING, partitions, dropped, commits));
    }

    private static Topology live(ProcessorSupplier<String, byte[], String, byte[]> judge) {
        var text = new StringSerializer();
        var bytes = new ByteArraySerializer();
        return judging(Voice.LIVE, judge)
                .addSink(DetectorNames.WRITE_CANARY, Topics.CANARY.name(), text, bytes, BY_ACCOUNT,
                        DetectorNames.DETECT_ADMINISTRATORS)
                .addSink(DetectorNames.WRITE_RULES, Topics.RULES.name(), text, bytes, BY_PARTITION,
                        DetectorNames.DETECT_ADMINISTRATORS)
                .addSink(DetectorNames.WRITE_REJECTED, Topics.REJECTED.name(), text, bytes,
                        DetectorNames.DETECT_ADMINISTRATORS)
                .addSink(DetectorNames.REPARTITION_BY_ACCOUNT, Topics.IDENTITY.name(), text, bytes, BY_ACCOUNT,
                        DetectorNames.DETECT_ADMINISTRATORS);
    }

    /** The way of the same records by candidate rules: to marked alerts in a topic of their own, and nowhere else. */
    static Topology shadow(Rules candidate, CanaryMark canary, int partitions, DroppedRecords dropped,
            ThreadLocal<CommitRequests> commits) {
        return judging(Voice.SHADOW, () -> new DetectAdministrators(candidate, Voice.SHADOW,
                Sensor.RecordingLevel.INFO, canary, Mute.NOTHING, partitions, dropped, commits));
    }

    private static Topology judging(Voice voice, ProcessorSupplier<String, byte[], String, byte[]> judge) {
        // The judge keeps what it has decoded; a second cache would only delay what is written in every case.
        var store = Stores.keyValueStoreBuilder(new WriteBehindSupplier(DetectorNames.ACCOUNTS_STORE),
                Serdes.String(), Serdes.ByteArray()).withLoggingEnabled(CHANGELOG).withCachingDisabled();
        return new Topology()
                .addSource(DetectorNames.READ_IDENTITY, new StringDeserializer(), new ByteArrayDeserializer(),
                        Topics.IDENTITY.name())
                .addSource(DetectorNames.READ_USERS, new StringDeserializer(), new ByteArrayDeserializer(),
                        Topics.USERS.name())
                .addSource(DetectorNames.READ_ACTIVITY, new StringDeserializer(), new ByteArrayDeserializer(),
                        Topics.ACTIVITY.name())
                .addSource(DetectorNames.READ_BASELINE, new StringDeserializer(), new ByteArrayDeserializer(),
                        Topics.BASELINE.name())
                .addProcessor(DetectorNames.DETECT_ADMINISTRATORS, judge,
                        DetectorNames.READ_IDENTITY, DetectorNames.READ_USERS, DetectorNames.READ_ACTIVITY,
                        DetectorNames.READ_BASELINE)
                .addStateStore(store, DetectorNames.DETECT_ADMINISTRATORS)
                .addSink(voice.sink(), voice.topic(), new StringSerializer(), new ByteArraySerializer(),
                        BY_ACCOUNT, DetectorNames.DETECT_ADMINISTRATORS);
    }
}
