package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.deploy.embedded.SecuredBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Against brokers that take TLS and SASL/SCRAM only, with the documented rights and no others, an attack becomes an
 * incident, the sender of notifications and the canary are at work, and no password stands anywhere.
 */
class SecuredKafkaIT {

    private static final String STREAM = "cloudtrail";
    private static final int PARTITIONS = 2;
    private static final String ROUTING_KEY = "c0ffee".repeat(5) + "00";

    private static final String CANARY_KEY = "feathers".repeat(4);
    private static final Duration CANARY_INTERVAL = Duration.ofSeconds(5);
    private static final String HEARD = "iamwatch_canary_pairs_total{outcome=\"heard\"} ";

    private final InstantSource wallClock = InstantSource.system();
    private Path folder;
    private KinesisEmulator kinesis;
    private SecuredBroker broker;

    @BeforeEach
    void start() throws Exception {
        folder = TestFolder.create();
        kinesis = KinesisEmulator.start(Files.createDirectory(folder.resolve("kinesis")), System.out::println);
        kinesis.createStream(STREAM, 1);
        broker = SecuredBroker.start(folder.resolve("kafka"));
        try (Admin admin = Admin.create(broker.operator())) {
            admin.createTopics(Topics.IN_FLOW_ORDER.stream().map(topic -> topic.toNewTopic(PARTITIONS, (short) 1))
                    .toList()).all().get();
        }
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
        kinesis.close();
        TestFolder.remove(folder);
    }

    @Test
    void anAttackBecomesAnIncidentAndThePasswordStandsNowhere() throws Exception {
        Story story = new Story("111122223333", "survivor", wallClock.instant());
        try (ServiceProcess run = ServiceProcess.start("run", folder, config());
                Harvest harvest = new Harvest(broker.operator(), PARTITIONS)) {
            run.awaitReady();
            new KinesisFeed(kinesis.client(), STREAM, wallClock)
                    .put(List.of((story.creation() + "\n" + story.grant()).getBytes(UTF_8)));
            harvest.until("the incident", () -> harvest.isSettled(story));
            assertThat(run.process().err()).doesNotContain(SecuredBroker.secret(), ROUTING_KEY);
            assertThat(String.join("\n", run.process().out())).doesNotContain(SecuredBroker.secret());
            assertThat(run.body("/metrics")).doesNotContain(SecuredBroker.secret());
            assertThat(run.process().commandLine()).doesNotContain(SecuredBroker.secret());
        }
    }

    /** The canary's partitions are shared out: both have one, and no account gets more than one pair an interval. */
    @Test
    @Tag("guarantees")
    void theCanaryIsHeardByTwoInstancesAndItsKeyStandsNowhere() throws Exception {
        List<String> accounts = CanaryAccounts.of(PARTITIONS);
        Map<String, String> config = new HashMap<>(config());
        Path key = Files.writeString(folder.resolve("canary.properties"), "key=" + CANARY_KEY);
        config.putAll(Map.of("canary.accounts", String.join(",", accounts), "canary.key", "${file:" + key + ":key}",
                "canary.interval.ms", Long.toString(CANARY_INTERVAL.toMillis())));
        Map<String, String> other = new HashMap<>(config);
        other.put("data.dir", folder.resolve("other").toString());
        try (ServiceProcess detect = ServiceProcess.start("detect", folder, config);
                ServiceProcess first = ServiceProcess.start("alert", folder, other);
                Harvest harvest = new Harvest(broker.operator(), PARTITIONS)) {
            detect.awaitReady();
            first.awaitReady();
            harvest.until("the first one to hear it", () -> heard(first) > 1);
            other.put("data.dir", folder.resolve("second").toString());
            try (ServiceProcess second = ServiceProcess.start("alert", folder, other)) {
                harvest.until("both to hear it", () -> heard(second) > 1);
                double heard = heard(first);
                harvest.until("the first one to go on", () -> heard(first) > heard);
                for (ServiceProcess service : List.of(detect, first, second)) {
                    assertThat(service.process().err()).doesNotContain(CANARY_KEY);
                    assertThat(String.join("\n", service.process().out())).doesNotContain(CANARY_KEY);
                    assertThat(service.body("/metrics")).doesNotContain(CANARY_KEY);
                }
            }
            assertThat(accounts).allSatisfy(account -> {
                List<Long> sent = harvest.records(Topics.IDENTITY).filter(record -> record.key().equals(account))
                        .map(record -> Long.parseLong(Harvest.source(record).split("/", -1)[2])).distinct().toList();
                // One more for the beginning, and one for the handing over.
                assertThat(sent.size()).isLessThanOrEqualTo(
                        2 + (int) ((sent.getLast() - sent.getFirst()) / CANARY_INTERVAL.toMillis()));
            });
            assertThat(harvest.records(Topics.ALERTS)).isEmpty();
            assertThat(harvest.records(Topics.INCIDENTS)).isEmpty();
        }
    }

    private static double heard(ServiceProcess service) {
        return service.body("/metrics").lines().filter(line -> line.startsWith(HEARD))
                .mapToDouble(line -> Double.parseDouble(line.substring(HEARD.length()))).sum();
    }

    @Test
    void aWrongPasswordEndsTheStartWithItsReason() throws Exception {
        Map<String, String> config = new HashMap<>(config());
        config.put("kafka.sasl.jaas.config", broker.user().get("sasl.jaas.config").replace(SecuredBroker.secret(),
                "wrong-horse"));
        try (ServiceProcess run = ServiceProcess.start("detect", folder, config)) {
            assertThat(run.process().exitCode()).isEqualTo(1);
            assertThat(run.process().err()).contains("iamwatch detect: ").containsIgnoringCase("authentication failed")
                    .doesNotContain("wrong-horse");
        }
    }

    private Map<String, String> config() throws IOException {
        Map<String, String> config = new HashMap<>(Map.of("data.dir", folder.resolve("data").toString(),
                "bootstrap.servers", broker.bootstrapServers(), "kinesis.streams", STREAM, "kinesis.region",
                KinesisEmulator.REGION, "kinesis.endpoint", kinesis.endpoint().toString(), "kinesis.start.position",
                "TRIM_HORIZON", "kinesis.poll.interval.ms", "200", "connect.listener",
                "http://127.0.0.1:" + FreePort.find()));
        config.putAll(Map.of("sinks", "soc", "sink.soc.type", "pagerduty", "sink.soc.url", "http://127.0.0.1:1/",
                "sink.soc.routing.key", ROUTING_KEY));
        Properties secrets = new Properties();
        secrets.putAll(broker.user());
        Path file = folder.resolve("secrets.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            secrets.store(writer, null);
        }
        broker.user().keySet().forEach(key -> config.put("kafka." + key, "${file:" + file + ":" + key + "}"));
        return config;
    }
}
