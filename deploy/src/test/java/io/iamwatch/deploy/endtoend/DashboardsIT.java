package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/**
 * Every panel and every rule asks for what is there: the pipeline at work with an attack, a verdict, and records
 * that are none, asked by Prometheus with the queries of the dashboards and the rules.
 */
class DashboardsIT {

    private static final String STREAM = "cloudtrail";
    private static final int PARTITIONS = 2;
    private static final byte[] NONE = "none".getBytes(UTF_8);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern SELECTOR = Pattern
            .compile("\\b((?:iamwatch|kafka|jvm|process|disk)[_:][a-zA-Z0-9_:]+)(\\{[^}]*})?");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final Pattern OURS = Pattern.compile("(iamwatch|kafka)[_:].*");

    /** The alerts that what this test does wrong is to raise; without a for they fire at once. */
    private static final Set<String> RAISED = Set.of("IamwatchRecordsRejected", "IamwatchCanaryForged",
            "IamwatchNotificationsParked");

    private static final List<String> RESERVED = CanaryAccounts.of(PARTITIONS);
    private static final Duration CANARY_INTERVAL = Duration.ofSeconds(5);

    private final InstantSource wallClock = InstantSource.system();

    @Test
    void everyPanelAndEveryRuleFindsItsMetrics() throws Exception {
        PrometheusProcess.assumeItIsThere(DashboardsIT.class);
        Path folder = TestFolder.create();
        int brokerPort = FreePort.find();
        try (KinesisEmulator kinesis = KinesisEmulator.start(Files.createDirectory(folder.resolve("kinesis")),
                DashboardsIT::say)) {
            kinesis.createStream(STREAM, 2);
            try (MisbehavingSink sink = new MisbehavingSink(0, 0);
                    MisbehavingSink refusing = new MisbehavingSink(0, 0);
                    ServiceProcess run = ServiceProcess.start("run", folder,
                            configuration(folder, kinesis, brokerPort, sink.url(), refusing.url()));
                    PrometheusProcess prometheus = PrometheusProcess.start(folder, run.port())) {
                refusing.refuseAll();
                run.awaitReady();
                prometheus.until("iamwatch_ready == 1 and on() count(iamwatch_ingest_kinesis_records_total) > 0");
                InducedFaults faults = new InducedFaults(prometheus, kinesis, folder, brokerPort, PARTITIONS);
                faults.nothingHasArrivedYet();
                play(kinesis, brokerPort, prometheus);
                prometheus.until("sum(iamwatch_canary_pairs_total{outcome=\"heard\"}) > 3");
                theCanaryIsShownToNobodyAndAForgedOneToEverybody(kinesis, brokerPort);
                prometheus.until("sum(iamwatch_alerting_rule_verdicts_total) > 0");
                numbersAddUp(prometheus);
                panelsHaveData(prometheus);
                variablesHaveValues(prometheus);
                rulesFindTheirMetrics(prometheus);
                linksOfAlertsLeadToTheRunbook(prometheus);
                everyMetricIsUsed(prometheus);
                String metrics = run.body("/metrics");
                assertThat(PrometheusProcess.promtool(metrics, List.of("check", "metrics"))).isEmpty();
                assertThat(metrics).as("who is told of is no label").doesNotContain("watched", "111122223333")
                        .doesNotContain(RESERVED);
                faults.allIsWellOtherwise();
                faults.breakEverything(run, STREAM, canary());
            }
        } finally {
            TestFolder.remove(folder);
        }
    }

    /** An attack that an analyst closes; and what is no record, in the stream and in the topic. */
    private void play(KinesisEmulator kinesis, int brokerPort, PrometheusProcess prometheus) {
        Story story = new Story("111122223333", "watched", wallClock.instant());
        KinesisFeed feed = new KinesisFeed(kinesis.client(), STREAM, wallClock);
        String broker = "127.0.0.1:" + brokerPort;
        try (Harvest harvest = new Harvest(broker, PARTITIONS);
                var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", broker),
                        new StringSerializer(), new ByteArraySerializer())) {
            feed.put(List.of(story.creation().getBytes(UTF_8), story.grant().getBytes(UTF_8), NONE));
            harvest.until("the incident", () -> harvest.isSettled(story));
            // A verdict counts from the nought that Prometheus has seen.
            prometheus.until("count(iamwatch_alerting_rule_verdicts_total) > 0");
            var closing = new IncidentCommand("a-verdict",
                    harvest.incidents(story).getLast().unmapped().iamwatch().uid(),
                    "analyst", wallClock.millis(), new IncidentCommand.Action.Close(Verdict.TRUE_POSITIVE, null));
            var unused = producer.send(new ProducerRecord<>(Topics.VERDICTS.name(),
                    AccountPartitioner.partition(story.account(), PARTITIONS), story.key(),
                    JsonSerde.commands().serializer().serialize(Topics.VERDICTS.name(), closing)));
            unused = producer.send(new ProducerRecord<>(Topics.IDENTITY.name(), NONE));
        }
    }

    /** The forged one is about an account whose genuine canary goes on meanwhile. */
    private void theCanaryIsShownToNobodyAndAForgedOneToEverybody(KinesisEmulator kinesis, int brokerPort) {
        List<byte[]> forged = new CanaryPair(RESERVED.getFirst(), wallClock.millis())
                .records(new CanaryMark(RESERVED, List.of("f".repeat(32))));
        try (Harvest harvest = new Harvest("127.0.0.1:" + brokerPort, PARTITIONS)) {
            new KinesisFeed(kinesis.client(), STREAM, wallClock).put(forged);
            harvest.until("the forged canary's incident", () -> shown(harvest, Topics.INCIDENTS).findAny().isPresent());
            assertThat(shown(harvest, Topics.ALERTS)).singleElement().satisfies(alert -> assertThat(alert.key())
                    .startsWith(RESERVED.getFirst() + "/"));
            assertThat(shown(harvest, Topics.INCIDENTS)).allSatisfy(incident -> assertThat(incident.key())
                    .startsWith(RESERVED.getFirst() + "/"));
        }
    }

    /** What is about one of the canary's accounts. */
    private static Stream<ConsumerRecord<String, byte[]>> shown(Harvest harvest, Topic topic) {
        return harvest.records(topic).filter(record -> RESERVED.contains(AccountPartitioner.accountOf(record.key())));
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static Map<String, String> configuration(Path folder, KinesisEmulator kinesis, int brokerPort,
            String sink, String refusing) {
        Map<String, String> configuration = new HashMap<>(Map.of("data.dir", folder.resolve("data").toString(),
                "broker.port", Integer.toString(brokerPort), "topics.partitions", Integer.toString(PARTITIONS),
                "kinesis.streams", STREAM, "kinesis.region", KinesisEmulator.REGION, "kinesis.endpoint",
                kinesis.endpoint().toString(), "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms",
                "200", "ingest.tasks.max", "1"));
        configuration.put("sinks", "soc,refusing");
        Map.of("soc", sink, "refusing", refusing).forEach((name, url) -> configuration.putAll(Map.of(
                "sink." + name + ".type", "webhook", "sink." + name + ".url", url, "sink." + name + ".secrets",
                "whsec_" + "QUFB".repeat(8))));
        configuration.putAll(canary());
        configuration.put("canary.stream", STREAM);
        return configuration;
    }

    private static Map<String, String> canary() {
        return Map.of("canary.accounts", String.join(",", RESERVED), "canary.key", "k".repeat(32),
                "canary.interval.ms", Long.toString(CANARY_INTERVAL.toMillis()));
    }

    /** What the tables of the services say; each is waited for, since the two sides are read one after the other. */
    private static void numbersAddUp(PrometheusProcess prometheus) {
        prometheus.until("sum(iamwatch_detector_read_total) == sum(iamwatch_detector_records_total) > 2");
        prometheus.until("sum(iamwatch_alerting_read_total) == sum(iamwatch_alerting_records_total) > 1");
        for (String settled : List.of("sink=\"soc\",outcome=\"delivered\"", "sink=\"refusing\",outcome=\"parked\"")) {
            prometheus.until("sum(iamwatch_alerting_outbox_total) == sum(iamwatch_deliveries_total{" + settled
                    + "}) > 0");
        }
        prometheus.until("sum(iamwatch_deliveries_total{outcome=~\"delivered|parked\"}) == "
                + "2 * sum(iamwatch_alerting_outbox_total)");
        prometheus.until("sum(iamwatch_ingest_events_total) == sum(iamwatch_ingest_routed_events_total) > 1");
        prometheus.until("sum(iamwatch_ingest_shard_rejected_total) == sum(iamwatch_ingest_rejected_total) > 0");
        prometheus.until("sum(iamwatch_detector_rejected_total) == "
                + "sum(iamwatch_detector_records_total{outcome=\"rejected\"}) > 0");
        prometheus.until("sum(iamwatch_canary_delay_seconds_count) == "
                + "sum(iamwatch_canary_pairs_total{outcome=\"heard\"}) > 3");
        prometheus.until("sum(iamwatch_detector_records_total{outcome=\"canary\"}) > 7");
        prometheus.until("sum(iamwatch_detector_forged_canary_events_total) == 2");
        prometheus.until("sum(iamwatch_detector_event_delay_seconds_count) == "
                + "sum(iamwatch_detector_records_total{outcome=\"evaluated\"}) > 1");
        prometheus.until("sum(iamwatch_detector_lateness_seconds_count) == "
                + "sum(iamwatch_detector_event_delay_seconds_count) > 1");
        // Alerting counts by the rules that the detector has, and whatever else as one.
        prometheus.until("count(count by (rule) (iamwatch_alerting_incidents_total{rule!=\"other\"})) == "
                + "count(count by (rule) (iamwatch_alerting_incidents_total) and on (rule) iamwatch_detector_alerts_total) == "
                + "count(count by (rule) (iamwatch_detector_alerts_total)) > 1");
        prometheus.until("sum(iamwatch_ingest_delay_seconds_count) == "
                + "sum(iamwatch_ingest_routed_events_total{route=\"identity\"}) > 1");
    }

    private static void panelsHaveData(PrometheusProcess prometheus) throws IOException {
        List<Panels.Query> queries = Panels.queries();
        List<String> wrong = new ArrayList<>();
        try {
            Await.until("every panel to have data", LIMIT, () -> {
                wrong.clear();
                queries.forEach(query -> complaint(prometheus, query).ifPresent(wrong::add));
                return wrong.isEmpty();
            });
        } catch (IllegalStateException inVain) {
            assertThat(wrong).as(inVain.getMessage()).isEmpty();
        }
        say(queries.size() + " queries of panels have data");
    }

    private static Optional<String> complaint(PrometheusProcess prometheus, Panels.Query query) {
        JsonNode results = prometheus.query(query.expr());
        if (Panels.items(results).allMatch(result -> result.path("value").path(1).asText().equals("NaN"))) {
            return Optional.of(query.where() + " has no data: " + query.expr());
        }
        return query.labels().stream()
                .filter(label -> Panels.items(results).noneMatch(result -> result.path("metric").has(label)))
                .map(label -> query.where() + " has no label " + label + ": " + query.expr()).findFirst();
    }

    private static void variablesHaveValues(PrometheusProcess prometheus) throws IOException {
        for (String definition : Panels.variables()) {
            Matcher variable = LABEL_VALUES.matcher(definition);
            assertThat(variable.matches()).as(definition).isTrue();
            assertThat(Panels.items(prometheus.series(variable.group(1)))).as(definition).isNotEmpty()
                    .allMatch(series -> series.has(variable.group(2)));
        }
    }

    /**
     * What a rule compares has to be there; that an alert has data when something breaks, {@link InducedFaults} shows.
     */
    private static void rulesFindTheirMetrics(PrometheusProcess prometheus) {
        RAISED.forEach(alert -> prometheus.until("ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"} == 1"));
        Set<String> firing = new TreeSet<>();
        for (JsonNode rule : prometheus.rules()) {
            String name = rule.path("name").asText();
            assertThat(rule.path("health").asText()).as(name + ": " + rule.path("lastError").asText()).isEqualTo("ok");
            Matcher selector = SELECTOR.matcher(rule.path("query").asText());
            while (selector.find()) {
                assertThat(prometheus.series(selector.group())).as(name + " asks for " + selector.group()).isNotEmpty();
            }
            if (rule.path("state").asText().equals("firing")) {
                firing.add(name);
            }
        }
        assertThat(firing).as("alerts about a pipeline that works").isEqualTo(RAISED);
    }

    private static void linksOfAlertsLeadToTheRunbook(PrometheusProcess prometheus) throws Exception {
        List<URI> links = prometheus.alerts().stream()
                .map(alert -> URI.create(alert.path("annotations").path("runbook_url").asText())).distinct().toList();
        assertThat(links).hasSizeGreaterThanOrEqualTo(RAISED.size());
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (URI link : links) {
                String page = http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                assertThat(page).as(link.toString()).contains(" id=\"" + link.getFragment() + "\"");
            }
        }
    }

    private static void everyMetricIsUsed(PrometheusProcess prometheus) throws IOException {
        Set<String> used = new TreeSet<>();
        Panels.queries().forEach(query -> used.addAll(names(query.expr())));
        prometheus.rules().forEach(rule -> used.addAll(names(rule.path("query").asText())));
        Set<String> unused = new TreeSet<>();
        prometheus.names().stream().map(DashboardsIT::base).filter(name -> !used.contains(name)).forEach(unused::add);
        say("metrics that no panel and no rule uses: " + unused);
        assertThat(unused.stream().filter(name -> OURS.matcher(name).matches())).isEmpty();
    }

    private static Set<String> names(String expr) {
        Set<String> names = new TreeSet<>();
        SELECTOR.matcher(expr).results().forEach(selector -> names.add(base(selector.group(1))));
        return names;
    }

    /** A histogram has three of them. */
    private static String base(String name) {
        return name.replaceFirst("_(bucket|sum|count)$", "");
    }
}
