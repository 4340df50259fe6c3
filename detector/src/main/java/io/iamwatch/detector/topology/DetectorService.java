package io.iamwatch.detector.topology;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.measure.ApplicationMeters;
import io.iamwatch.contracts.topic.CoPartitioning;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.policy.AwsManagedPolicies;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A detector at work. */
public final class DetectorService implements AutoCloseable {

    /** All topics that share the account's partition with what the detector reads. */
    static final List<Topic> CO_PARTITIONED = List.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY, Topics.BASELINE,
            Topics.RULES, Topics.ALERTS, Topics.CANARY);

    /** The application ids of candidate rules begin so. */
    public static final String SHADOW_APPLICATIONS = DetectorNames.SHADOW_APPLICATION_ID;

    /** Its name among {@link ApplicationMeters}. */
    private static final String METERS = "detector";

    private static final List<Topic> CO_PARTITIONED_IN_SHADOW = List.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY,
            Topics.BASELINE, Topics.ALERTS_SHADOW);

    /**
     * What is fetched of a partition at once. Four times the default: fewer, longer reads; more would only fill memory.
     * A batch that is larger comes all the same.
     */
    public static final int FETCH_BYTES = 4 * 1024 * 1024;

    /** Records of one poll. Most are dropped at once; those that are left are few enough for Streams to queue. */
    public static final int POLL_RECORDS = 5000;

    /**
     * As much as the operating system finds right: a fetch comes in while records are judged. Of 64 KiB, which is the
     * default, a consumer reads on only when it polls.
     */
    public static final int RECEIVE_BUFFER_BYTES = Selectable.USE_DEFAULT_BUFFER_SIZE;

    private static final int PRODUCER_BATCH_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(DetectorService.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final ThreadReplacement replacement;
    private final CompletionStage<Void> atWork;
    private final ApplicationMeters meters;

    private DetectorService(KafkaStreams streams, ThreadReplacement replacement, CompletionStage<Void> atWork,
            ApplicationMeters meters) {
        this.streams = streams;
        this.replacement = replacement;
        this.atWork = atWork;
        this.meters = meters;
    }

    /**
     * Starts a detector; it works once its group is stable.
     *
     * @param kafka settings of Kafka's clients and Streams; {@code bootstrap.servers} and {@code state.dir} at least
     * @param generation which life of its state it is
     * @param canary tells the canary's events from others
     * @throws IllegalStateException if topics are missing or have unequal partition counts, or the generation before is
     *     at work or unknown
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static DetectorService start(Map<String, Object> kafka, Rules rules, Generation generation,
            CanaryMark canary) throws InterruptedException {
        int partitions;
        Mute mute;
        try (Admin admin = Admin.create(kafka)) {
            partitions = CoPartitioning.require(admin, CO_PARTITIONED);
            mute = Mute.of(admin, generation);
        }
        DroppedRecords dropped = new DroppedRecords();
        ThreadLocal<CommitRequests> commits = ThreadLocal.withInitial(CommitRequests::new);
        Properties properties = new Properties();
        properties.putAll(defaults());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, generation.applicationId());
        properties.putAll(kafka);
        return begin(DetectorTopology.build(rules, canary, mute, partitions, dropped, commits), properties,
                dropped, commits,
                ApplicationMeters.shown(METERS));
    }

    /**
     * Starts a detector that counts nothing of its own and knows no canary: beside one that does, it tells what being
     * watched costs. What Kafka's own clients and Streams count cannot be switched off.
     *
     * @param kafka settings of Kafka's clients and Streams, as for the live one
     * @throws IllegalStateException if topics are missing or have unequal partition counts
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static DetectorService startUncounted(Map<String, Object> kafka, Rules rules) throws InterruptedException {
        int partitions;
        try (Admin admin = Admin.create(kafka)) {
            partitions = CoPartitioning.require(admin, CO_PARTITIONED);
        }
        DroppedRecords dropped = new DroppedRecords();
        ThreadLocal<CommitRequests> commits = ThreadLocal.withInitial(CommitRequests::new);
        Properties properties = new Properties();
        properties.putAll(defaults());
        properties.putAll(kafka);
        return begin(DetectorTopology.uncounted(rules, partitions, dropped, commits), properties,
                dropped,
                commits, ApplicationMeters.unseen());
    }

    /**
     * Starts a detector that judges by candidate rules, beside the live one and apart from it: it is another
     * application, with a group, a thread, transactions and a state of its own, which it builds from the first record
     * on. All that it writes are marked alerts in {@code iamwatch.alerts.shadow}.
     *
     * @param kafka settings of Kafka's clients and Streams, as for the live one
     * @param canary how the canary's events are told from others, which are passed over
     * @throws IllegalStateException if topics are missing or have unequal partition counts
     * @throws InterruptedException if interrupted while asking the brokers
     */
    public static DetectorService startShadow(Map<String, Object> kafka, Rules candidate, CanaryMark canary)
            throws InterruptedException {
        int partitions;
        try (Admin admin = Admin.create(kafka)) {
            partitions = CoPartitioning.require(admin, CO_PARTITIONED_IN_SHADOW);
        }
        DroppedRecords dropped = new DroppedRecords();
        ThreadLocal<CommitRequests> commits = ThreadLocal.withInitial(CommitRequests::new);
        Properties properties = new Properties();
        properties.putAll(defaults());
        properties.putAll(kafka);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, shadowApplicationId(candidate));
        // What nobody waits for takes no more of the machine than it must.
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        return begin(DetectorTopology.shadow(candidate, canary, partitions, dropped, commits), properties,
                dropped, commits,
                ApplicationMeters.shown(METERS + "-shadow"));
    }

    /** Returns the id under which Kafka knows the group, the transactions and the state of candidate rules. */
    public static String shadowApplicationId(Rules candidate) {
        return SHADOW_APPLICATIONS + DetectorNames.shortHash(candidate.hash(AwsManagedPolicies.version()));
    }

    private static DetectorService begin(Topology topology, Properties properties, DroppedRecords dropped,
            ThreadLocal<CommitRequests> commits, ApplicationMeters meters) {
        KafkaStreams streams = new KafkaStreams(topology, properties, new EarlyDropping(dropped, commits, meters));
        streams.setGlobalStateRestoreListener(new RestoreTimes(meters, InstantSource.system()));
        ThreadReplacement replacement = new ThreadReplacement(InstantSource.system());
        streams.setUncaughtExceptionHandler(replacement);
        CompletableFuture<Void> atWork = new CompletableFuture<>();
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                atWork.complete(null);
            }
        });
        streams.start();
        return new DetectorService(streams, replacement, atWork, meters);
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The processor asks for a commit when it forwards an alert; between alerts a commit a second is enough.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ArrivalTimestamp.class);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), FETCH_BYTES);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.RECEIVE_BUFFER_CONFIG), RECEIVE_BUFFER_BYTES);
        // A dead instance's open transaction holds back readers for that long; default of Streams, made explicit.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        // A commit sends at once what lingers: no alert waits for it, and the changelog goes in few, large requests.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        // A producer's first transaction and first commit find their coordinators on a second try: alerts wait for it.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), 10);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topic.MAX_MESSAGE_BYTES);
        settings.put(StreamsConfig.mainConsumerPrefix(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        return settings;
    }

    /** Returns what completes, with the reason, when it has given up and stopped for good. */
    public CompletionStage<String> stopped() {
        return replacement.stopped();
    }

    /** Returns what completes when all of its threads are at work for the first time. */
    public CompletionStage<Void> atWork() {
        return atWork;
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
     * Stops at a commit, within ten seconds. It leaves its group, so that one that starts at once need not wait until
     * the brokers have given this one up.
     */
    @Override
    public void close() {
        if (!streams.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP))) {
            LOG.warn("the detector did not stop in time; timeout={}", CLOSE_TIMEOUT);
        }
        meters.close();
    }
}
