package io.iamwatch.ingest.connect;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.ingest.decode.DecodeBounds;
import io.iamwatch.ingest.kinesis.Consumption;
import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import io.iamwatch.ingest.kinesis.StreamName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The connector's configuration: what a connector and, with its shards added, a task is given. */
final class KinesisSourceConfig extends AbstractConfig {

    static final String STREAMS = "kinesis.streams";
    static final String REGION = "kinesis.region";
    static final String ENDPOINT = "kinesis.endpoint";
    static final String POLL_INTERVAL_MS = "kinesis.poll.interval.ms";
    static final String START_POSITION = "kinesis.start.position";
    static final String START_TIMESTAMP = "kinesis.start.timestamp";
    static final String SHARDS_INTERVAL_MS = "kinesis.shards.interval.ms";
    static final String CONSUMPTION = "kinesis.consumption";
    static final String FAN_OUT_CONSUMER = "kinesis.fanout.consumer";
    static final String GET_RECORDS_LIMIT = "kinesis.get.records.limit";
    static final String ACTIVITY_ENABLED = "activity.enabled";
    static final String INFLATED_MAX_BYTES = "decode.inflated.max.bytes";
    static final String RECORD_MAX_BYTES = "record.max.bytes";
    static final String ENVELOPES_MAX = "decode.envelopes.max";
    static final String JSON_MAX_DEPTH = "decode.json.max.depth";

    /** What the connector hands to a task; not for people. */
    static final String TASK_SHARDS = "task.shards";

    private static final List<String> OWN_PREFIXES = List.of("kinesis.", "activity.", "decode.", "record.");

    /** Where a shard is read from that has no stored position. */
    enum StartPosition {
        /** From now on. */
        LATEST,
        /** From the oldest record that Kinesis still has. */
        TRIM_HORIZON,
        /** From the first record that arrived at or after a given time. */
        AT_TIMESTAMP
    }

    /** How records are got. */
    enum ConsumptionMode {
        /** By asking: GetRecords. */
        POLLING,
        /** By having them sent: SubscribeToShard. */
        FAN_OUT
    }

    private static final ConfigDef DEFINITION = definition();

    /**
     * Reads a configuration.
     *
     * @throws ConfigException if a value is missing, unknown or not allowed; names the key, the value and what is
     *     allowed
     */
    KinesisSourceConfig(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        unknownKeys(properties).findFirst().ifPresent(key -> {
            throw new ConfigException(key, properties.get(key), "unknown key; " + known());
        });
        startMismatch(properties).ifPresent(error -> {
            throw new ConfigException(error);
        });
    }

    /** Returns what is wrong between the start and its time, if something is. */
    static Optional<String> startMismatch(Map<String, String> properties) {
        boolean wanted = StartPosition.AT_TIMESTAMP.name().equals(properties.get(START_POSITION));
        String time = properties.get(START_TIMESTAMP);
        return wanted == (time != null)
                ? Optional.empty()
                : Optional
                        .of("Invalid value " + time + " for configuration " + START_TIMESTAMP + ": allowed: a time if "
                                + START_POSITION + " is AT_TIMESTAMP, and only then");
    }

    static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        defineStreams(definition);
        defineConsumption(definition);
        defineOutput(definition);
        return definition.defineInternal(TASK_SHARDS, ConfigDef.Type.LIST, List.of(), Importance.LOW);
    }

    private static void defineStreams(ConfigDef definition) {
        definition
                .define(STREAMS, ConfigDef.Type.LIST, ConfigDef.NO_DEFAULT_VALUE, ConfigValidators.streamNames(),
                        Importance.HIGH,
                        "Names of the Kinesis streams to read; name@region where a stream is in another region than "
                                + "kinesis.region. Stored positions are kept under the name as it stands here.")
                .define(REGION, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, ConfigValidators.regionName(),
                        Importance.HIGH,
                        "AWS region of the streams that name none.")
                .define(ENDPOINT, ConfigDef.Type.STRING, null, ConfigValidators.endpoint(), Importance.LOW,
                        "Address of Kinesis where it is not the region's own: an emulator or a VPC endpoint. "
                                + "Credentials come from where the AWS SDK looks for them in any case.")
                .define(START_POSITION, ConfigDef.Type.STRING, StartPosition.LATEST.name(),
                        ConfigValidators.oneOf(StartPosition.values()),
                        Importance.HIGH,
                        "Where to begin with a shard that has no stored position: LATEST means five seconds before "
                                + "the first start, a time that is stored, so that a restart skips nothing; "
                                + "TRIM_HORIZON means at the oldest record that Kinesis still has; AT_TIMESTAMP at "
                                + "the first that arrived at kinesis.start.timestamp or later. A shard that a reshard "
                                + "made of shards that were read is always read from its oldest record.")
                .define(START_TIMESTAMP, ConfigDef.Type.STRING, null, ConfigValidators.time(), Importance.LOW,
                        "The time for kinesis.start.position=AT_TIMESTAMP, such as 2026-11-01T00:00:00Z.")
                .define(SHARDS_INTERVAL_MS, ConfigDef.Type.LONG, 5000L, Range.between(100L, 3_600_000L),
                        Importance.LOW,
                        "Milliseconds between two looks for new shards (ListShards, all pages, each stream). After a "
                                + "split or merge records of the new shards wait that long, and then for the restart "
                                + "of the tasks. Kinesis allows a stream 1000 ListShards calls a second.");
    }

    private static void defineConsumption(ConfigDef definition) {
        definition.define(POLL_INTERVAL_MS, ConfigDef.Type.LONG, 1000L, Range.between(10L, 60_000L), Importance.MEDIUM,
                "Milliseconds between two GetRecords calls of one shard. It is most of the delay of ingest. "
                        + "Kinesis allows five calls a second and shard for all its consumers together: below "
                        + "200 they are throttled, near 200 there is nothing left for another consumer.")
                .define(GET_RECORDS_LIMIT, ConfigDef.Type.INT, 10_000, Range.between(1, 10_000), Importance.LOW,
                        "The most Kinesis records of one GetRecords call. Fewer need less memory for each shard and "
                                + "more calls to catch up.")
                .define(CONSUMPTION, ConfigDef.Type.STRING, ConsumptionMode.POLLING.name(),
                        ConfigValidators.oneOf(ConsumptionMode.values()), Importance.MEDIUM,
                        "POLLING asks each shard every kinesis.poll.interval.ms and shares its five calls and 2 MiB a "
                                + "second with all other consumers. FAN_OUT (SubscribeToShard) has records sent as "
                                + "they arrive, on 2 MiB a second and shard of its own: the lowest delay, at a price "
                                + "for each shard, hour and byte.")
                .define(FAN_OUT_CONSUMER, ConfigDef.Type.LIST, List.of("iamwatch"), ConfigValidators.consumers(),
                        Importance.LOW,
                        "For FAN_OUT: the name of the stream consumer, which is registered with each stream where it "
                                + "is not; or the ARNs of registered consumers, one for each stream, so that the "
                                + "connector needs no right to register. Two connectors on one stream need two "
                                + "consumers: each would end the other's subscriptions.");
    }

    private static void defineOutput(ConfigDef definition) {
        definition.define(ACTIVITY_ENABLED, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM,
                "Whether records that change no identity and were not made by a long-lived one go to "
                        + "cloudtrail.activity. Without them storage is much smaller, and what sessions of "
                        + "roles did cannot be looked up.")
                .define(INFLATED_MAX_BYTES, ConfigDef.Type.INT, DecodeBounds.DEFAULT.maxInflatedBytes(),
                        Range.between(1024, 1024 * 1024 * 1024),
                        Importance.LOW,
                        "The most bytes that the gzips of one payload may inflate to, together; what is larger goes to "
                                + "cloudtrail.rejected as it is. A task holds one inflated payload at a time and the "
                                + "records of one poll.")
                .define(ENVELOPES_MAX, ConfigDef.Type.INT, DecodeBounds.DEFAULT.maxEnvelopes(), Range.between(1, 64),
                        Importance.LOW,
                        "How many envelopes may lie in each other around a record: a KPL aggregate, a gzip, and each "
                                + "JSON envelope count one. What lies deeper goes to cloudtrail.rejected. CloudWatch "
                                + "Logs needs 2; each one more lets a hostile payload take as much time again.")
                .define(JSON_MAX_DEPTH, ConfigDef.Type.INT, DecodeBounds.DEFAULT.maxJsonDepth(),
                        Range.between(10, DecodeBounds.PARSER_DEPTH), Importance.LOW,
                        "How many brackets may be open in a record at once; a deeper one goes to cloudtrail.rejected. "
                                + "Real records have 9 at most; more than 1000 no reader of the topics would parse.")
                .define(RECORD_MAX_BYTES, ConfigDef.Type.INT, Topic.MAX_VALUE_BYTES,
                        Range.between(1024, Topic.MAX_VALUE_BYTES), Importance.LOW,
                        "The largest value that is written to a topic. For a larger one a reference goes to "
                                + "cloudtrail.rejected: source position, size and SHA-256. Must be 64 KiB less than "
                                + "the topics' max.message.bytes and the producer's max.request.size, or else the "
                                + "task fails on it again and again.");
    }

    /** Returns keys that begin like the connector's own but are none: most likely misspelt. */
    static Stream<String> unknownKeys(Map<String, String> properties) {
        return new TreeSet<>(properties.keySet()).stream()
                .filter(key -> OWN_PREFIXES.stream().anyMatch(key::startsWith))
                .filter(key -> !DEFINITION.names().contains(key));
    }

    /** Says which keys there are. */
    static String known() {
        return "allowed: " + DEFINITION.names().stream().filter(key -> !key.equals(TASK_SHARDS)).sorted()
                .collect(Collectors.joining(", "));
    }

    List<StreamName> streams() {
        return getList(STREAMS).stream().map(StreamName::parse).toList();
    }

    KinesisEndpoint endpointOfKinesis() {
        return new KinesisEndpoint(getString(REGION), Optional.ofNullable(getString(ENDPOINT)).map(URI::create));
    }

    Duration shardsInterval() {
        return Duration.ofMillis(getLong(SHARDS_INTERVAL_MS));
    }

    Consumption consumption() {
        return switch (ConsumptionMode.valueOf(getString(CONSUMPTION))) {
            case POLLING -> new Consumption.Polling(Duration.ofMillis(getLong(POLL_INTERVAL_MS)),
                    getInt(GET_RECORDS_LIMIT));
            case FAN_OUT -> new Consumption.FanOut(getList(FAN_OUT_CONSUMER));
        };
    }

    StartPosition start() {
        return StartPosition.valueOf(getString(START_POSITION));
    }

    /** Returns the time to start at, if there is one. */
    Optional<Instant> startTimestamp() {
        return Optional.ofNullable(getString(START_TIMESTAMP)).map(Instant::parse);
    }

    int maxRecordBytes() {
        return getInt(RECORD_MAX_BYTES);
    }

    boolean activityEnabled() {
        return getBoolean(ACTIVITY_ENABLED);
    }

    DecodeBounds decodeBounds() {
        return new DecodeBounds(getInt(INFLATED_MAX_BYTES), getInt(ENVELOPES_MAX), getInt(JSON_MAX_DEPTH));
    }

    List<String> taskShards() {
        return getList(TASK_SHARDS);
    }
}
