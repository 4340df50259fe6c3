package io.iamwatch.ingest.connect;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The connector's configuration as a document for people, made of the definition that checks it. */
public final class ConfigurationReference {

    private static final String HEAD = """
            # The Kinesis source connector

            Made from the connector's own definition; a test fails when the two differ. Beside its own keys it needs:

            ```properties
            connector.class=${connector}
            tasks.max=4
            # Each record exactly once. The worker must have exactly.once.source.support=enabled.
            exactly.once.support=required
            transaction.boundary=poll
            key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
            value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
            header.converter=org.apache.kafka.connect.converters.ByteArrayConverter
            # A record waits for nobody.
            producer.override.linger.ms=0
            ```

            Topics have to exist: the connector creates none. AWS credentials come from where the AWS SDK looks for
            them, never from here. On the worker, `scheduled.rebalance.max.delay.ms` (5 minutes by default) and
            `session.timeout.ms` (10 seconds) decide how long nobody reads the shards of a worker that was killed.

            `iamwatch-kinesis-connector.zip` (`mvn package` makes it in `ingest/target`), unpacked in a folder of the
            worker's `plugin.path`, is all that a stock Connect cluster needs; `plugin.discovery=service_load` finds it.

            """;

    private ConfigurationReference() {
    }

    /** Returns the whole document as Markdown, its keys in the order of their importance. */
    public static String markdown() {
        return HEAD.replace("${connector}", KinesisSourceConnector.class.getName())
                + sections(KinesisSourceConfig.definition());
    }

    /** Returns a section for each key of a definition as Markdown, in the order of their importance. */
    public static String sections(ConfigDef definition) {
        return definition.configKeys().values().stream().filter(key -> !key.internalConfig)
                .sorted(Comparator.comparing((ConfigKey key) -> key.importance).thenComparing(key -> key.name))
                .map(ConfigurationReference::section).collect(Collectors.joining("\n"));
    }

    private static String section(ConfigKey key) {
        return "## `" + key.name + "`\n\n" + key.documentation + "\n\n"
                + "| type | default | allowed | importance |\n|---|---|---|---|\n"
                + "| " + word(key.type) + " | " + defaultOf(key) + " | " + allowed(key) + " | " + word(key.importance)
                + " |\n";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "none, must be set";
        }
        return key.defaultValue == null
                ? "absent"
                : "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`";
    }

    private static String allowed(ConfigKey key) {
        return key.validator == null ? "any" : key.validator.toString().replace("|", "\\|");
    }
}
