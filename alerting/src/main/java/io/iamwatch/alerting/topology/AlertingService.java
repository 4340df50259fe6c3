package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.measure.ApplicationMeters;
import io.iamwatch.contracts.topic.CoPartitioning;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerting at work. */
public final class AlertingService implements AutoCloseable {

    /** The id under which Kafka knows its group, its transactions and the changelog of its state. */
    public static final String APPLICATION_ID = AlertingNames.APPLICATION_ID;

    /** All topics that share the account's partition with what alerting reads. */
    static final List<Topic> CO_PARTITIONED = List.of(Topics.ALERTS, Topics.VERDICTS, Topics.INCIDENTS,
            Topics.NOTIFICATIONS);

    private static final Logger LOG = LoggerFactory.getLogger(AlertingService.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaStreams streams;
    private final ThreadReplacement replacement;
    private final ApplicationMeters meters;

    private AlertingService(KafkaStreams streams, ThreadReplacement replacement, ApplicationMeters meters) {
        this.streams = streams;
        this.meters = meters;
        this.replacement = replacement;
    }

    /**
     * Starts alerting with one group for all incidents, see the other one.
     *
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static AlertingService start(Map<String, Object> kafka, Timing timing) throws InterruptedException {
        return start(kafka, timing, AssigneeGroups.DEFAULT);
    }

    /**
     * Starts alerting; it works once its group is stable.
     *
     * @param kafka settings of Kafka's clients and Streams, which go before the defaults; {@code bootstrap.servers} and
     *     {@code state.dir} at least
     * @param timing how long what must be told may wait
     * @param groups who looks after incidents that nobody was assigned to
     * @throws IllegalStateException if topics are missing or have unequal partition counts; the message names them
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static AlertingService start(Map<String, Object> kafka, Timing timing, AssigneeGroups groups)
            throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            CoPartitioning.require(admin, CO_PARTITIONED);
        }
        ApplicationMeters meters = ApplicationMeters.shown("alerting");
        KafkaStreams streams = new KafkaStreams(AlertingTopology.build(timing, groups), settings(kafka),
                new CountingClients(meters));
        streams.setGlobalStateRestoreListener(new RestoreTimes(meters, InstantSource.system()));
        ThreadReplacement replacement = new ThreadReplacement(InstantSource.system());
        streams.setUncaughtExceptionHandler(replacement);
        streams.start();
        return new AlertingService(streams, replacement, meters);
    }

    /** Returns the defaults with what the caller sets over them. */
    static Properties settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The processor asks for a commit when it tells of an incident; between incidents a commit a second is enough.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ArrivalTimestamp.class);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                Topic.MAX_MESSAGE_BYTES);
        // A dead instance is noticed, and its open transaction stops holding back readers, after that long.
        settings.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topic.MAX_MESSAGE_BYTES);
        settings.putAll(kafka);
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    /** Returns what completes, with the reason, when it has given up and stopped for good. */
    public CompletionStage<String> stopped() {
        return replacement.stopped();
    }

    /** Returns what runs it, for its metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Returns whether all of its threads are at work; false while it starts, restores, rebalances or has stopped. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * Stops at a commit, within five seconds. It leaves its group, so that one that starts at once need not wait until
     * the brokers have given this one up.
     */
    @Override
    public void close() {
        if (!streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.warn("alerting did not stop in time; timeout={}", CLOSE_TIMEOUT);
        }
        meters.close();
    }
}
