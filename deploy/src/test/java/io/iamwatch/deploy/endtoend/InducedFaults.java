package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Breaks a pipeline that works, one thing after the other, and sees that what each alert of the rules asks for is
 * there then and was not before. How long it has to last until somebody is called is shown by promtool's tests.
 */
final class InducedFaults {

    /**
     * What has data while all works, since the test plays it before: records that are none, a forged canary, a sink.
     */
    static final Set<String> PLAYED = Set.of("IamwatchRecordsRejected", "IamwatchRejectedRatio", "IamwatchCanaryForged",
            "IamwatchNotificationsParked");

    /** What is not broken here, and why; promtool's tests show that each of them fires. */
    static final Map<String, String> NOT_INDUCED = Map.of("IamwatchKinesisBehind",
            "a shard would have to be left unread for more than a minute", "IamwatchRestoreTakesLong",
            "the state of a test is read anew between two scrapes", "IamwatchDiskFull",
            "no test fills the disk that it runs on");

    private static final int LATE_EVENTS = 40;
    private static final int RESTARTS = 4;
    private static final int FLOOD = 150_000;
    private static final Duration TOO_LATE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final byte[] NO_RECORD = "none".getBytes(UTF_8);
    private static final String OTHER_RULES = "rules:\n  new-admin-user:\n    window: 3d\n";

    private final InstantSource wallClock = InstantSource.system();
    private final PrometheusProcess prometheus;
    private final KinesisEmulator kinesis;
    private final Path folder;
    private final int brokerPort;
    private final int partitions;
    private final Map<String, String> alerts = new TreeMap<>();
    private final Set<String> shown = new TreeSet<>(PLAYED);
    private Instant wellUntil;

    InducedFaults(PrometheusProcess prometheus, KinesisEmulator kinesis, Path folder, int brokerPort, int partitions) {
        this.prometheus = prometheus;
        this.kinesis = kinesis;
        this.folder = folder;
        this.brokerPort = brokerPort;
        this.partitions = partitions;
        for (JsonNode rule : prometheus.rules()) {
            if (rule.path("type").asText().equals("alerting")) {
                alerts.put(rule.path("name").asText(), rule.path("query").asText());
            }
        }
        wellUntil = wallClock.instant();
    }

    /** Before the first event: only the canary writes. */
    void nothingHasArrivedYet() {
        hasData("IamwatchNothingArrives");
    }

    /** No alert has data but those that the test has asked for. */
    void allIsWellOtherwise() {
        assertThat(alerts.entrySet().stream().filter(alert -> !prometheus.query(alert.getValue()).isEmpty())
                .map(Map.Entry::getKey)).as("alerts with data about a pipeline that works")
                .containsExactlyInAnyOrderElementsOf(PLAYED);
        wellUntil = wallClock.instant();
    }

    /**
     * Breaks one thing after the other; nothing works afterwards.
     *
     * @param run the pipeline
     * @param ofDetectors the configuration that a second detector shares with it
     */
    void breakEverything(ServiceProcess run, String stream, Map<String, String> ofDetectors) throws Exception {
        int port = FreePort.find();
        prometheus.asksToo(port);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker()));
                ServiceProcess second = secondDetector(ofDetectors, port);
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker()),
                        new StringSerializer(), new ByteArraySerializer())) {
            eventsAreJudgedTooLate(producer);
            aTaskIsFenced(admin);
            theStreamIsAnotherOne(stream);
            theCanaryCannotPut();
            hasData("IamwatchRulesDiffer");
            second.process().kill();
            hasData("IamwatchDown");
            aFlood(producer);
            aProcessStartsAgainAndAgain(ofDetectors, port);
            hasData("IamwatchCanarySilent");
            noIncidentCanBeWritten(admin, producer);
        }
        run.process().kill();
        hasData("IamwatchServiceMissing");
        everyAlertIsShownOrSaysWhyNot();
    }

    private void everyAlertIsShownOrSaysWhyNot() {
        Set<String> known = new TreeSet<>(NOT_INDUCED.keySet());
        assertThat(shown).as("what is shown needs no excuse").doesNotContainAnyElementsOf(known);
        known.addAll(shown);
        assertThat(alerts.keySet()).as("alerts that are neither shown to have data nor excused: break something here,"
                + " or say in NOT_INDUCED why not").isEqualTo(known);
    }

    private ServiceProcess secondDetector(Map<String, String> ofDetectors, int port) throws Exception {
        Map<String, String> config = new HashMap<>(ofDetectors);
        config.putAll(Map.of("bootstrap.servers", broker(), "data.dir", folder.resolve("data-second").toString(),
                "rules.file", Files.writeString(folder.resolve("other.yaml"), OTHER_RULES).toString(), "http.port",
                Integer.toString(port)));
        return ServiceProcess.start("detect", folder, config);
    }

    /** As after an outage: they have been in Kinesis for longer than the objective allows. */
    private void eventsAreJudgedTooLate(KafkaProducer<String, byte[]> producer) {
        Instant arrival = wallClock.instant().minus(TOO_LATE);
        for (int i = 0; i < LATE_EVENTS; i++) {
            Story story = new Story("111122223333", "late-" + i, arrival);
            var unused = producer.send(new ProducerRecord<>(Topics.IDENTITY.name(),
                    AccountPartitioner.partition(story.account(), partitions), arrival.toEpochMilli(), story.account(),
                    story.creation().getBytes(UTF_8)));
        }
        hasData("IamwatchDelayBudgetBurnsFast");
        hasData("IamwatchDelayBudgetBurnsSlowly");
    }

    /** As by a worker that takes this one for dead. */
    private void aTaskIsFenced(Admin admin) throws Exception {
        List<String> ids = admin.listTransactions().all().get().stream().map(TransactionListing::transactionalId)
                .filter(id -> id.endsWith("-kinesis-0")).toList();
        assertThat(ids).hasSize(1);
        admin.fenceProducers(ids).all().get();
        hasData("IamwatchTaskFailed");
    }

    /** A shard of the former one is not there any more, and nobody knows what was in it at its end. */
    private void theStreamIsAnotherOne(String stream) {
        prometheus.until("sum(kafka_connect_tasks{state=\"running\"}) == 1");
        kinesis.client().deleteStream(request -> request.streamName(stream));
        Await.until("the end of the stream", LIMIT, () -> kinesis.client().listStreams().streamNames().isEmpty());
        kinesis.createStream(stream, 1);
        hasData("IamwatchGap");
    }

    /** Kinesis is gone for good: what the canary cannot put, it does not hear. */
    private void theCanaryCannotPut() {
        kinesis.close();
        prometheus.until("sum(iamwatch_canary_pairs_total{outcome=\"refused\"}) > 0");
        hasData("IamwatchNotReady");
    }

    private void aProcessStartsAgainAndAgain(Map<String, String> ofDetectors, int port) throws Exception {
        for (int start = 1; start <= RESTARTS; start++) {
            try (ServiceProcess next = secondDetector(ofDetectors, port)) {
                prometheus.until("changes(process_start_time_seconds{instance=\"127.0.0.1:" + port + "\"}[30m]) >= "
                        + start);
                next.process().assertAlive();
            }
        }
        hasData("IamwatchRestartLoop");
    }

    private void aFlood(KafkaProducer<String, byte[]> producer) {
        for (int i = 0; i < FLOOD; i++) {
            var unused = producer.send(new ProducerRecord<>(Topics.IDENTITY.name(), 0, null, NO_RECORD));
        }
        hasData("IamwatchLag");
    }

    /** As by a topic whose limit is set too low: alerting aborts its transactions, and its threads die. */
    private void noIncidentCanBeWritten(Admin admin, KafkaProducer<String, byte[]> producer) throws Exception {
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, Topics.INCIDENTS.name()),
                List.of(new AlterConfigOp(new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1"),
                        AlterConfigOp.OpType.SET))))
                .all().get();
        Story story = new Story("111122223333", "untold", wallClock.instant());
        for (String record : List.of(story.creation(), story.grant())) {
            var unused = producer.send(new ProducerRecord<>(Topics.IDENTITY.name(),
                    AccountPartitioner.partition(story.account(), partitions), story.account(),
                    record.getBytes(UTF_8)));
        }
        hasData("IamwatchTransactionsAborted");
    }

    /** At some instant since all was well. */
    private void hasData(String alert) {
        assertThat(alerts).containsKey(alert);
        long seconds = Duration.between(wellUntil, wallClock.instant()).toSeconds() + 1;
        prometheus.until("count_over_time((" + alerts.get(alert) + ")[" + seconds + "s:1s])");
        shown.add(alert);
        System.out.println(alert + " has data within "
                + Duration.between(wellUntil, wallClock.instant()).toSeconds() + " s of breaking things");
    }

    private String broker() {
        return "127.0.0.1:" + brokerPort;
    }
}
