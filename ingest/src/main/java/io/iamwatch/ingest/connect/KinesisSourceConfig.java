package io.iamwatch.ingest.connect;

import io.iamwatch.ingest.kinesis.KinesisEndpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** The connector's configuration: what a connector and, with its shards added, a task is given. */
final class KinesisSourceConfig extends AbstractConfig {

    static final String STREAMS = "kinesis.streams";
    static final String REGION = "kinesis.region";
    static final String ENDPOINT = "kinesis.endpoint";
    static final String POLL_INTERVAL_MS = "kinesis.poll.interval.ms";
    static final String START_POSITION = "kinesis.start.position";
    static final String GET_RECORDS_LIMIT = "kinesis.get.records.limit";
    static final String ACTIVITY_ENABLED = "activity.enabled";
    static final String INFLATED_MAX_BYTES = "decode.inflated.max.bytes";

    /** What the connector hands to a task; not for people. */
    static final String TASK_SHARDS = "task.shards";

    private static final Pattern STREAM_NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
    private static final List<String> OWN_PREFIXES = List.of("kinesis.", "activity.", "decode.");

    /** Where a shard is read from that has no stored position. */
    enum StartPosition {
        /** From now on. */
        LATEST,
        /** From the oldest record that Kinesis still has. */
        TRIM_HORIZON
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
    }

    static ConfigDef definition() {
        return new ConfigDef()
                .define(STREAMS, ConfigDef.Type.LIST, ConfigDef.NO_DEFAULT_VALUE, streamNames(), Importance.HIGH,
                        "Names of the Kinesis streams to read, all in one region.")
                .define(REGION, ConfigDef.Type.STRING, ConfigDef.NO_DEFAULT_VALUE, regionName(), Importance.HIGH,
                        "AWS region of the streams.")
                .define(ENDPOINT, ConfigDef.Type.STRING, null, endpoint(), Importance.LOW,
                        "Address of Kinesis where it is not the region's own: an emulator or a VPC endpoint. "
                                + "Credentials come from where the AWS SDK looks for them in any case.")
                .define(START_POSITION, ConfigDef.Type.STRING, StartPosition.LATEST.name(), startPosition(),
                        Importance.HIGH,
                        "Where to begin with a shard that has no stored position: LATEST means five seconds before "
                                + "the first start, a time that is stored, so that a restart skips nothing; "
                                + "TRIM_HORIZON means at the oldest record that Kinesis still has.")
                .define(POLL_INTERVAL_MS, ConfigDef.Type.LONG, 1000L, Range.between(10L, 60_000L), Importance.MEDIUM,
                        "Milliseconds between two GetRecords calls of one shard. It is most of the delay of ingest. "
                                + "Kinesis allows five calls a second and shard for all its consumers together: below "
                                + "200 they are throttled, near 200 there is nothing left for another consumer.")
                .define(GET_RECORDS_LIMIT, ConfigDef.Type.INT, 10_000, Range.between(1, 10_000), Importance.LOW,
                        "The most Kinesis records of one GetRecords call. Fewer need less memory for each shard and "
                                + "more calls to catch up.")
                .define(ACTIVITY_ENABLED, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM,
                        "Whether records that change no identity and were not made by a long-lived one go to "
                                + "cloudtrail.activity. Without them storage is much smaller, and what sessions of "
                                + "roles did cannot be looked up.")
                .define(INFLATED_MAX_BYTES, ConfigDef.Type.INT, 64 * 1024 * 1024,
                        Range.between(1024, 1024 * 1024 * 1024),
                        Importance.LOW,
                        "The most bytes that one gzip payload may inflate to; a larger one goes to "
                                + "cloudtrail.rejected as it is. A task holds one inflated payload at a time and the "
                                + "records of one poll.")
                .defineInternal(TASK_SHARDS, ConfigDef.Type.LIST, List.of(), Importance.LOW);
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

    List<String> streams() {
        return getList(STREAMS);
    }

    KinesisEndpoint endpointOfKinesis() {
        return new KinesisEndpoint(getString(REGION), Optional.ofNullable(getString(ENDPOINT)).map(URI::create));
    }

    Duration pollInterval() {
        return Duration.ofMillis(getLong(POLL_INTERVAL_MS));
    }

    int getRecordsLimit() {
        return getInt(GET_RECORDS_LIMIT);
    }

    StartPosition start() {
        return StartPosition.valueOf(getString(START_POSITION));
    }

    boolean activityEnabled() {
        return getBoolean(ACTIVITY_ENABLED);
    }

    int maxInflatedBytes() {
        return getInt(INFLATED_MAX_BYTES);
    }

    List<String> taskShards() {
        return getList(TASK_SHARDS);
    }

    private static ConfigDef.Validator streamNames() {
        return validator("one or more names of Kinesis streams, each once, separated by commas", value -> {
            List<?> names = (List<?>) value;
            return names != null && !names.isEmpty() && new HashSet<>(names).size() == names.size()
                    && names.stream().allMatch(name -> STREAM_NAME.matcher((String) name).matches());
        });
    }

    private static ConfigDef.Validator regionName() {
        return validator("an AWS region such as eu-central-1",
                value -> value != null && REGION_NAME.matcher((String) value).matches());
    }

    private static ConfigDef.Validator endpoint() {
        return validator("absent, or an http or https URL", value -> {
            if (value == null) {
                return true;
            }
            try {
                URI uri = new URI((String) value);
                return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (URISyntaxException malformed) {
                return false;
            }
        });
    }

    private static ConfigDef.Validator startPosition() {
        return validator("LATEST or TRIM_HORIZON",
                value -> Stream.of(StartPosition.values()).anyMatch(start -> start.name().equals(value)));
    }

    private static ConfigDef.Validator validator(String allowed, Predicate<Object> valid) {
        return LambdaValidator.with((key, value) -> {
            if (!valid.test(value)) {
                throw new ConfigException(key, value, "allowed: " + allowed);
            }
        }, () -> allowed);
    }
}
