package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three detectors, two ingest workers and two alerting instances on one Kafka, while attacks go on: one of each is
 * killed, one added, one restarted. No alert is lost and none comes twice.
 */
class ScaleOutIT {

    private static final String STREAM = "cloudtrail";
    private static final int PARTITIONS = 4;
    private static final int ACCOUNTS = 8;
    private static final int MILLIS_BETWEEN_ATTACKS = 250;

    private final InstantSource wallClock = InstantSource.system();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ScheduledExecutorService attacking = Executors.newSingleThreadScheduledExecutor();
    private final List<Story> stories = new CopyOnWriteArrayList<>();
    private final Map<Story, Instant> put = new ConcurrentHashMap<>();
    private final Map<Story, Duration> delays = new HashMap<>();
    private Path folder;
    private KinesisEmulator kinesis;
    private String bootstrapServers;
    private Harvest harvest;
    private int services;

    @BeforeEach
    void start() throws IOException {
        folder = TestFolder.create();
        kinesis = opened(KinesisEmulator.start(Files.createDirectory(folder.resolve("kinesis")), System.out::println));
        kinesis.createStream(STREAM, 2);
        int port = FreePort.find();
        JavaProcess broker = opened(BrokerProcess.start(folder.resolve("kafka"), port, PARTITIONS));
        broker.awaitOut(BrokerProcess.READY);
        bootstrapServers = "127.0.0.1:" + port;
        harvest = opened(new Harvest(bootstrapServers, PARTITIONS));
    }

    @AfterEach
    void stop() throws Exception {
        attacking.shutdownNow();
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        TestFolder.remove(folder);
    }

    @Test
    void killedAddedAndRestartedTheyLoseNothingAndSayNothingTwice() throws Exception {
        List<ServiceProcess> ingest = List.of(start("ingest"), start("ingest"));
        List<ServiceProcess> detectors = List.of(start("detect"), start("detect"), start("detect"));
        List<ServiceProcess> alerting = List.of(start("alert"), start("alert"));
        ingest.forEach(ServiceProcess::awaitReady);
        detectors.forEach(ServiceProcess::awaitReady);
        alerting.forEach(ServiceProcess::awaitReady);
        var going = attacking.scheduleWithFixedDelay(this::attack, 0, MILLIS_BETWEEN_ATTACKS, TimeUnit.MILLISECONDS);
        awaitAlertsOfAll("while everybody is there");

        for (List<ServiceProcess> service : List.of(ingest, detectors, alerting)) {
            service.getFirst().process().kill();
        }
        awaitAlertsOfAll("after one of each was killed");

        List<ServiceProcess> added = List.of(start("ingest"), start("detect"), start("alert"));
        added.forEach(ServiceProcess::awaitReady);
        awaitAlertsOfAll("after one of each was added");

        for (ServiceProcess old : List.of(ingest.getLast(), detectors.getLast(), alerting.getLast())) {
            old.process().terminate();
            old.process().exitCode();
        }
        for (String service : List.of("ingest", "detect", "alert")) {
            start(service).awaitReady();
        }
        awaitAlertsOfAll("after one of each was restarted");
        going.cancel(false);
        attacking.submit(() -> {}).get();
        awaitAlertsOfAll("at the end");

        assertThat(stories).allSatisfy(story -> {
            assertThat(harvest.alerts(story)).as(story.key()).extracting(DetectionFinding::activityId)
                    .containsExactly(Activity.CREATE);
            assertThat(harvest.incidents(story)).as(story.key()).hasSize(1);
        });
        CommandRun replay = CommandRun.of(List.of("replay", "--bootstrap-servers", bootstrapServers, "--fail-on",
                "fidelity<100"));
        assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
        System.out.printf("%d attacks, the longest without its alert for %d ms%n", stories.size(),
                delays.values().stream().mapToLong(Duration::toMillis).max().orElseThrow());
    }

    /** All that were put before now; more go on meanwhile. */
    private void awaitAlertsOfAll(String when) {
        int atLeast = stories.size() + 4;
        harvest.until("the incidents of all attacks, " + when, () -> {
            stories.forEach(story -> {
                if (!delays.containsKey(story) && !harvest.alerts(story).isEmpty()) {
                    delays.put(story, Duration.between(put.get(story), wallClock.instant()));
                }
            });
            boolean goesOn = !when.equals("at the end");
            return goesOn
                    ? stories.size() >= atLeast && stories.stream().limit(atLeast).allMatch(harvest::isSettled)
                    : stories.stream().allMatch(harvest::isSettled);
        });
    }

    private void attack() {
        int number = stories.size();
        Story story = new Story(String.format(java.util.Locale.ROOT, "5%011d", number % ACCOUNTS), "user-" + number,
                wallClock.instant());
        new KinesisFeed(kinesis.client(), STREAM, wallClock)
                .put(List.of((story.creation() + "\n" + story.grant()).getBytes(UTF_8)));
        put.put(story, wallClock.instant());
        stories.add(story);
    }

    private ServiceProcess start(String service) throws IOException {
        Map<String, String> config = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers, "data.dir",
                folder.resolve("data-" + services++).toString()));
        if (service.equals("ingest")) {
            config.putAll(Map.of("kinesis.streams", STREAM, "kinesis.region", KinesisEmulator.REGION,
                    "kinesis.endpoint", kinesis.endpoint().toString(), "kinesis.start.position", "TRIM_HORIZON",
                    "kinesis.poll.interval.ms", "200", "connect.listener", "http://127.0.0.1:" + FreePort.find()));
        }
        return opened(ServiceProcess.start(service, folder, config));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }
}
