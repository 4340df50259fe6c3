package io.iamwatch.deploy.config;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.deploy.canary.CanarySettings;
import io.iamwatch.ingest.kinesis.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** The keys of the canary. */
final class CanaryKeys {

    static final String ACCOUNTS = "canary.accounts";
    static final String KEY = "canary.key";
    static final String INTERVAL = "canary.interval.ms";
    static final String STREAM = "canary.stream";

    private static final String KINESIS_STREAMS = "kinesis.streams";
    private static final Pattern SECRETS = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{32,}"
            + "(,[\\x21-\\x2b\\x2d-\\x7e]{32,})*");

    private CanaryKeys() {
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(ACCOUNTS, ConfigDef.Type.LIST, List.of(), Validators.reservedAccounts(), Importance.MEDIUM,
                        "The canary: account ids that nobody has, one of which falls into each "
                                + "partition, separated by commas; `iamwatch canary accounts --partitions N` "
                                + "prints them. Of each of them alerting puts events that say, again and again, "
                                + "that a user was created and made an administrator, and waits for the alert; "
                                + "nobody is told of it but Prometheus. Without it there is no canary, and that "
                                + "alerts do not come shows only when they are missed. All detectors and all "
                                + "alerting services of one Kafka have to have the same, the detectors first: "
                                + "what they do not know as the canary's they alert of.")
                .define(KEY, ConfigDef.Type.PASSWORD, null, Validators.secret(SECRETS.pattern(),
                        "32 or more visible characters of ASCII without a comma; several keys are separated by commas"),
                        Importance.MEDIUM,
                        "What signs the canary's events and tells them from all others; canary.accounts needs it. Who "
                                + "has it can feign that alerts come, and hides nothing by it of an account that "
                                + "exists. Detectors that have another one alert of the canary as of anybody. To "
                                + "change it: the old one and the new one everywhere, then the new one first, then "
                                + "the new one alone: each is known, the first one signs. `openssl rand -hex 32` "
                                + "makes one. Keep it elsewhere: "
                                + "`${file:/etc/iamwatch/secrets.properties:canary.key}`.")
                .define(INTERVAL, ConfigDef.Type.LONG, CanarySettings.DEFAULT_INTERVAL.toMillis(),
                        Range.between(5_000, 3_600_000), Importance.LOW,
                        "How often each partition gets a pair of events, milliseconds. Three that are missed call "
                                + "somebody: a shorter one tells earlier. The pairs stay in cloudtrail.identity for "
                                + "ever, some 2 KB each: once a minute in 8 partitions is 8 GB a year.")
                .define(STREAM, ConfigDef.Type.STRING, null, Validators.stream(), Importance.MEDIUM,
                        "The stream that the canary puts its events into, one of kinesis.streams: the whole way is "
                                + "watched then. Alerting needs kinesis:PutRecords on it for that (and "
                                + "kms:GenerateDataKey, where a key of yours encrypts it), and kinesis.region. "
                                + "Without it the events are written to cloudtrail.identity, and nothing is said of "
                                + "Kinesis and ingest.");
    }

    /** Returns what does not go together; each value by itself has been checked. */
    static List<Problem> problems(Map<String, String> values) {
        boolean accounts = values.containsKey(ACCOUNTS) && !values.get(ACCOUNTS).isBlank();
        Optional<String> stream = Optional.ofNullable(values.get(STREAM));
        return Stream.of(
                problem(accounts && !values.containsKey(KEY), KEY, "must be set: " + ACCOUNTS + " needs it"),
                problem(!accounts && values.containsKey(KEY), KEY, "needs " + ACCOUNTS + " too: by itself it does "
                        + "nothing"),
                problem(!accounts && stream.isPresent(), STREAM, "needs " + ACCOUNTS + " too: by itself it does "
                        + "nothing"),
                problem(accounts && stream.filter(name -> !streams(values).contains(name)).isPresent(), STREAM,
                        values.get(STREAM) + " is none of " + KINESIS_STREAMS + ": nobody would read it; allowed: "
                                + String.join(", ", streams(values))),
                problem(accounts && stream.isPresent() && !values.containsKey("kinesis.region"), "kinesis.region",
                        "must be set: " + STREAM + " needs it"))
                .flatMap(Optional::stream).toList();
    }

    private static Optional<Problem> problem(boolean is, String key, String message) {
        return is ? Optional.of(new Problem(key, message)) : Optional.empty();
    }

    private static List<String> streams(Map<String, String> values) {
        return Stream.of(values.getOrDefault(KINESIS_STREAMS, "").split(",")).map(String::strip).toList();
    }

    /** Returns what a configuration comes to; empty where it has no canary. */
    static Optional<CanarySettings> settings(AbstractConfig services, Map<String, String> connector) {
        List<String> accounts = services.getList(ACCOUNTS);
        if (accounts.isEmpty()) {
            return Optional.empty();
        }
        List<String> keys = List.of(services.getPassword(KEY).value().split(","));
        return Optional.of(new CanarySettings(accounts, new CanaryMark(accounts, keys),
                Duration.ofMillis(services.getLong(INTERVAL)),
                Optional.ofNullable(services.getString(STREAM)).map(stream -> new CanarySettings.Target(
                        KinesisSource.of(connector).endpoint(), StreamName.parse(stream)))));
    }

    /** Returns whether ids can be reserved. */
    static boolean areReservable(List<?> accounts) {
        return accounts.stream().distinct().count() == accounts.size()
                && accounts.stream().allMatch(account -> CanaryAccounts.canBeReserved((String) account));
    }
}
