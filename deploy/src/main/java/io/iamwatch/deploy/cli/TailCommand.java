package io.iamwatch.deploy.cli;

import io.iamwatch.alerting.terminal.AlertText;
import io.iamwatch.alerting.terminal.IncidentText;
import io.iamwatch.alerting.terminal.Style;
import io.iamwatch.alerting.terminal.Template;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./iamwatch tail}. */
@Command(name = "tail", mixinStandardHelpOptions = true,
        description = {"Follows the live topic of alerts, of incidents, or of candidate rules until Ctrl-C.",
                "Reads committed versions only, joins no consumer group and commits nothing."})
final class TailCommand implements Callable<Integer> {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** The topics that people follow. */
    enum Followed {
        /** {@code iamwatch.alerts}. */
        ALERTS,
        /** {@code iamwatch.alerts.shadow}: what candidate rules would say. */
        SHADOW,
        /** {@code iamwatch.incidents}. */
        INCIDENTS;

        private String topic() {
            return switch (this) {
                case ALERTS -> Topics.ALERTS.name();
                case SHADOW -> Topics.ALERTS_SHADOW.name();
                case INCIDENTS -> Topics.INCIDENTS.name();
            };
        }
    }

    @Option(names = "--topic", paramLabel = "TOPIC", defaultValue = "alerts",
            description = "alerts, incidents, or shadow: what candidate rules would say. "
                    + "Default: ${DEFAULT-VALUE}.")
    private Followed followed;

    @Option(names = "--since", paramLabel = "DURATION", description = "Begin that long ago, by arrival at the source: "
            + "90s, 15m, 1h, 7d. Without it, with what comes next.")
    private String since;

    @Option(names = "--from-beginning", description = "Begin with the oldest version that the topic has.")
    private boolean fromBeginning;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pretty",
            description = "pretty or ndjson. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format;

    @Option(names = "--template", paramLabel = "TEXT", description = {
            "A line of your own for each, in place of --format, as '{severity} {account} {principal} {path}'. {{ and "
                    + "}} are braces, \\t and \\n a tab and a line's end. What a field holds is made safe for a "
                    + "terminal. Fields:",
            "  uid, time, severity, status, account, principal, arn, rule, path, message, assignee,",
            "  contained; - where there is nothing."})
    private String template;

    @CommandLine.Mixin
    private FindingFilter filter;

    @Option(names = "--first", description = "End with 0 after the first that is shown: for scripts.")
    private boolean first;

    @CommandLine.Mixin
    private KafkaOptions kafka;

    private Optional<Template> line = Optional.empty();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Duration back = since == null ? null : parseSince();
        if (fromBeginning && since != null) {
            throw usage("--since and --from-beginning exclude each other");
        }
        filter.check(spec.commandLine());
        line = template == null ? Optional.empty() : Optional.of(parseTemplate());
        PrintStream out = System.out;
        Style style = Terminal.ofStandardOutput();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            seek(consumer, back);
            while (!out.checkError()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (show(record, style, out) && first) {
                        return 0;
                    }
                }
            }
            return 0; // whoever read our output has gone
        } catch (TimeoutException noBroker) {
            throw new IllegalStateException("no Kafka at " + kafka.bootstrapServers() + " within "
                    + CONNECT_LIMIT.toSeconds() + " s; is --bootstrap-servers right?", noBroker);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Properties properties = kafka.clientConfig();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CONNECT_LIMIT.toMillis());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void seek(KafkaConsumer<byte[], byte[]> consumer, Duration back) {
        List<PartitionInfo> infos = consumer.partitionsFor(followed.topic());
        if (infos == null || infos.isEmpty()) {
            throw new IllegalStateException("no topic " + followed.topic() + " at " + kafka.bootstrapServers());
        }
        List<TopicPartition> partitions = infos.stream().map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            if (back != null) {
                seekBack(consumer, partitions, InstantSource.system().instant().minus(back).toEpochMilli());
            }
        }
    }

    private static void seekBack(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long from) {
        Map<TopicPartition, Long> times = partitions.stream().collect(Collectors.toMap(p -> p, p -> from));
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found : consumer.offsetsForTimes(times).entrySet()) {
            if (found.getValue() != null) {
                consumer.seek(found.getKey(), found.getValue().offset());
            }
        }
    }

    /** Returns whether it was shown. */
    private boolean show(ConsumerRecord<byte[], byte[]> record, Style style, PrintStream out) {
        if (record.value() == null) {
            return false;
        }
        Optional<Shown> shown = read(record.value());
        if (shown.isPresent() && !shown.get().isWanted()) {
            return false;
        }
        Optional<String> text = isJson()
                ? JsonLine.of(record.value())
                : shown.flatMap(finding -> pretty(finding, style));
        text.ifPresentOrElse(out::println, () -> System.err.println(record.topic() + "/" + record.partition() + "/"
                + record.offset() + ": " + (isJson() ? "no JSON" : "no finding of iamwatch")
                + ", not shown"));
        return text.isPresent();
    }

    private boolean isJson() {
        return line.isEmpty() && format == OutputFormat.NDJSON;
    }

    /** A finding that was read: whether the filter takes it, and how it reads. */
    private record Shown(boolean isWanted, Function<Style, String> text) {
    }

    private Optional<Shown> read(byte[] value) {
        try {
            return Optional.of(switch (followed) {
                case ALERTS, SHADOW -> {
                    DetectionFinding alert = JsonSerde.alerts().deserializer().deserialize("alerts", value);
                    yield new Shown(filter.takes(alert),
                            style -> line.map(it -> (isShadow(alert) ? "SHADOW " : "") + it.of(alert))
                                    .orElseGet(() -> mark(alert) + AlertText.of(alert, style) + "\n"));
                }
                case INCIDENTS -> {
                    IncidentFinding incident = JsonSerde.incidents().deserializer().deserialize("incidents", value);
                    yield new Shown(filter.takes(incident), style -> line.map(it -> it.of(incident))
                            .orElseGet(() -> IncidentText.of(incident, style) + "\n"));
                }
            });
        } catch (SerializationException | NullPointerException foreign) {
            return Optional.empty();
        }
    }

    /** What is not meant must not pass for what is. */
    private static String mark(DetectionFinding alert) {
        return isShadow(alert)
                ? "SHADOW: what candidate rules would say; nobody was told\n"
                : "";
    }

    private static boolean isShadow(DetectionFinding alert) {
        return Boolean.TRUE.equals(alert.details().shadow());
    }

    private static Optional<String> pretty(Shown finding, Style style) {
        try {
            return Optional.of(finding.text().apply(style));
        } catch (NullPointerException foreign) {
            return Optional.empty();
        }
    }

    private Template parseTemplate() {
        try {
            return Template.parse(template);
        } catch (IllegalArgumentException wrong) {
            throw usage("--template: " + wrong.getMessage());
        }
    }

    private Duration parseSince() {
        return DurationWords.parse(since)
                .orElseThrow(() -> usage("--since " + since + ": a number and s, m, h or d is needed, as in 15m"));
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
