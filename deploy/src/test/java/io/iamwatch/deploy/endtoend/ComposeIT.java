package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.deploy.demo.KinesisFeed;
import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * {@code docker-compose.yml} at work on a Docker engine, without Grafana, for which nothing stands in: our images
 * are built by their Dockerfiles, the attack of the traffic profile is found, Prometheus sees every service, and
 * one of the three detectors of the scale profile is killed while attacks go on.
 */
@Tag("guarantees")
class ComposeIT {

    private static final Duration START_LIMIT = Duration.ofMinutes(6);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int PARTITIONS = 4;
    private static final int ACCOUNTS = 8;
    private static final int MILLIS_BETWEEN_ATTACKS = 500;
    private static final int ATTACKS_BEFORE_AND_AFTER = 20;
    private static final List<String> SERVICES = List.of("ingest", "detect", "alert");
    private static final List<String> MORE = List.of("ingest-2", "detect-2", "detect-3", "alert-2");

    private final InstantSource wallClock = InstantSource.system();
    private final ScheduledExecutorService attacking = Executors.newSingleThreadScheduledExecutor();
    private final List<Story> stories = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final int console = FreePort.find();
    private final int prometheus = FreePort.find();
    private final int kafka = FreePort.find();
    private final int kinesis = FreePort.find();
    private Path folder;
    private DockerEngine engine;

    @BeforeEach
    void start() throws IOException {
        Optional<String> missing = DockerEngine.missing();
        missing.ifPresent(reason -> System.out.println("skipped: docker-compose.yml on an engine: " + reason));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        folder = TestFolder.create();
        engine = DockerEngine.start(folder, Map.of("COMPOSE_PROJECT_NAME", "iamwatch-test",
                "COMPOSE_PROFILES", "traffic,scale", "CONSOLE_PORT", Integer.toString(console),
                "PROMETHEUS_PORT", Integer.toString(prometheus), "KAFKA_PORT", Integer.toString(kafka),
                "KINESIS_PORT", Integer.toString(kinesis), "TOPICS_PARTITIONS", Integer.toString(PARTITIONS),
                "CANARY_ACCOUNTS", String.join(",", CanaryAccounts.of(PARTITIONS))));
    }

    @AfterEach
    void stop() throws IOException {
        attacking.shutdownNow();
        if (engine != null) {
            try (DockerEngine stopped = engine) {
                stopped.compose("down", "--volumes", "--timeout", "10");
            }
            TestFolder.remove(folder);
        }
    }

    @Test
    void itComesUpFindsTheAttackIsWatchedAndSurvivesTheDeathOfADetector() throws Exception {
        engine.compose("build", "secrets", "kinesis");
        engine.compose("up", "--detach", "ingest", "detect", "alert", "prometheus");
        engine.awaitHealthy(START_LIMIT, List.of("kafka", "kinesis", "ingest", "detect", "alert", "prometheus"));
        SERVICES.forEach(this::assertContained);
        awaitTargets(SERVICES);

        try (Harvest harvest = new Harvest("127.0.0.1:" + kafka, PARTITIONS)) {
            findsTheAttack(harvest);
            theCanaryIsHeard();
            survivesTheDeathOfADetector(harvest);
        }
    }

    private void findsTheAttack(Harvest harvest) {
        Story recorded = new Story(Story.RECORDED_ACCOUNT, Story.RECORDED_USER, wallClock.instant());
        engine.compose("up", "--detach", "traffic");
        harvest.until("the incident of the recorded attack", () -> harvest.isSettled(recorded));
        assertThat(harvest.standing(recorded)).extracting(Harvest::rule).containsExactly("new-admin-user");
        String token = engine.compose("exec", "-T", "alert", "cat", "/secrets/console/token");
        Await.until("the incident in the console", LIMIT, () -> {
            JsonNode found = json(console, "/api/incidents?severity=critical", token);
            return found.path("total").asInt() == 1
                    && found.path("items").path(0).path("principal").asText().equals("user " + Story.RECORDED_USER);
        });
        assertThat(answer(console, "/api/incidents", "").statusCode()).isEqualTo(401);
    }

    private void theCanaryIsHeard() {
        Await.until("the canary to be heard", LIMIT, () -> !json(prometheus,
                "/api/v1/query?query=iamwatch_canary_delay_seconds_count%20%3E%200", "").path("data").path("result")
                .isEmpty());
    }

    private void survivesTheDeathOfADetector(Harvest harvest) throws Exception {
        engine.compose("up", "--detach", "ingest-2", "detect-2", "detect-3", "alert-2");
        engine.awaitHealthy(START_LIMIT, MORE);
        engine.awaitHealthy(START_LIMIT, SERVICES);
        awaitTargets(Stream.concat(SERVICES.stream(), MORE.stream()).toList());
        try (KinesisClient client = client()) {
            var going = attacking.scheduleWithFixedDelay(() -> attack(client), 0, MILLIS_BETWEEN_ATTACKS,
                    TimeUnit.MILLISECONDS);
            harvest.until("attacks while all are there", () -> stories.size() >= ATTACKS_BEFORE_AND_AFTER);
            engine.docker("kill", engine.container("detect"));
            int killedAfter = stories.size();
            harvest.until("attacks without the one that was killed",
                    () -> stories.size() >= killedAfter + ATTACKS_BEFORE_AND_AFTER);
            going.cancel(false);
            attacking.submit(() -> {}).get();
        }
        harvest.until("the incidents of all attacks", () -> stories.stream().allMatch(harvest::isSettled));
        assertThat(stories).allSatisfy(story -> {
            assertThat(harvest.alerts(story)).as(story.key()).extracting(DetectionFinding::activityId)
                    .containsExactly(Activity.CREATE);
            assertThat(harvest.incidents(story)).as(story.key()).hasSize(1);
        });
        assertThat(engine.docker("inspect", "--format", "{{.State.Status}}", engine.container("detect")))
                .isEqualTo("exited");
        Await.until("Prometheus to see that it is gone", LIMIT, () -> targets("down").equals(Set.of("detect")));
    }

    private void attack(KinesisClient client) {
        int number = stories.size();
        Story story = new Story(String.format(Locale.ROOT, "5%011d", number % ACCOUNTS), "user-" + number,
                wallClock.instant());
        new KinesisFeed(client, "cloudtrail", wallClock)
                .put(List.of((story.creation() + "\n" + story.grant()).getBytes(UTF_8)));
        stories.add(story);
    }

    private KinesisClient client() {
        return KinesisClient.builder().httpClient(UrlConnectionHttpClient.create()).region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + kinesis))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /** As the engine runs it, and not only as the file says. */
    private void assertContained(String service) {
        assertThat(engine.docker("inspect", "--format",
                "{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}",
                engine.container(service))).isEqualTo("10001:10001 true [ALL] [no-new-privileges:true]");
        assertThat(engine.compose("exec", "-T", service, "bash", "-c",
                "type -P javac || echo none; touch /opt/iamwatch/x 2> /dev/null || echo read-only"))
                .isEqualTo("none\nread-only");
    }

    private void awaitTargets(List<String> services) {
        Await.until("Prometheus to have asked " + services, LIMIT,
                () -> targets("up").equals(new TreeSet<>(services)));
    }

    /** The services that Prometheus asks, of one health. */
    private Set<String> targets(String health) {
        Set<String> targets = new TreeSet<>();
        Panels.items(json(prometheus, "/api/v1/targets?state=active", "").path("data").path("activeTargets"))
                .filter(target -> target.path("health").asText().equals(health))
                .forEach(target -> targets.add(target.path("labels").path("instance").asText().replace(":9464", "")));
        return targets;
    }

    private JsonNode json(int port, String path, String token) {
        try {
            return new ObjectMapper().readTree(answer(port, path, token).body());
        } catch (IOException notJson) {
            throw new IllegalStateException(path + " does not answer in JSON", notJson);
        }
    }

    private HttpResponse<String> answer(int port, String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(path + " on " + port + " does not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
