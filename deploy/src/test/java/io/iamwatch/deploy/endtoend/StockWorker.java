package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.embedded.Await;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.connect.cli.ConnectDistributed;

/**
 * Kafka's own distributed Connect worker in a process of its own, without a class of ours but in its plugin.path.
 */
final class StockWorker implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIGKILLED = 128 + 9;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String host;
    private final JavaProcess process;

    private StockWorker(String host, JavaProcess process) {
        this.host = host;
        this.process = process;
    }

    /** Starts a worker and returns at once. */
    static StockWorker start(Path folder, Path pluginPath, String bootstrapServers) throws IOException {
        String host = "127.0.0.1:" + FreePort.find();
        Properties properties = new Properties();
        properties.putAll(settings(host, pluginPath, bootstrapServers));
        Path file = Files.createTempFile(folder, "worker-", ".properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return new StockWorker(host, JavaProcess.start(List.of("-Daws.accessKeyId=test", "-Daws.secretAccessKey=test",
                "-Dlog4j2.level=WARN", "-cp", stockClassPath(), ConnectDistributed.class.getName(), file.toString())));
    }

    private static Map<String, String> settings(String host, Path pluginPath, String bootstrapServers) {
        Map<String, String> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers, "group.id", "stock",
                "listeners", "http://" + host, "plugin.path", pluginPath.toString(), "plugin.discovery", "service_load",
                "exactly.once.source.support", "enabled", "scheduled.rebalance.max.delay.ms", "0",
                "session.timeout.ms", "3000", "heartbeat.interval.ms", "500"));
        for (String converter : List.of("key.converter", "value.converter", "header.converter")) {
            settings.put(converter, "org.apache.kafka.connect.converters.ByteArrayConverter");
        }
        for (String topic : List.of("config", "offset", "status")) {
            settings.put(topic + ".storage.topic", "stock-" + topic);
            settings.put(topic + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "1");
        settings.put("status.storage.partitions", "1");
        return settings;
    }

    /** What the tests run on, less all that is ours and all that the plugin has to bring itself. */
    private static String stockClassPath() {
        String home = System.getProperty("iamwatch.home");
        return String.join(File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.startsWith(home) && !entry.contains("awssdk")).toList());
    }

    /** Creates the connector or changes it, as soon as the worker takes it. */
    void configure(String connector, Map<String, String> config) {
        Await.until("the worker to take connector " + connector, LIMIT, () -> {
            process.assertAlive();
            return send("PUT", "/connectors/" + connector + "/config", JSON.valueToTree(config).toString())
                    .filter(answer -> answer.statusCode() < 300 || refused(answer)).isPresent();
        });
    }

    private static boolean refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isIn(404, 409, 500, 503);
        return false;
    }

    /** Waits until the connector and so many tasks run; returns their workers, as host:port, by task. */
    Map<Integer, String> awaitRunning(String connector, int tasks) {
        Map<Integer, String> workers = new HashMap<>();
        Await.until(tasks + " tasks of connector " + connector, LIMIT, () -> {
            process.assertAlive();
            JsonNode status = get("/connectors/" + connector + "/status");
            workers.clear();
            StreamSupport.stream(status.path("tasks").spliterator(), false)
                    .peek(task -> assertThat(task.path("state").asText()).as(task.path("trace").asText())
                            .isNotEqualTo("FAILED"))
                    .filter(task -> task.path("state").asText().equals("RUNNING"))
                    .forEach(task -> workers.put(task.path("id").asInt(), task.path("worker_id").asText()));
            return workers.size() == tasks;
        });
        return workers;
    }

    /** What the worker says, or an empty object while it does not. */
    JsonNode get(String path) {
        return send("GET", path, "").filter(answer -> answer.statusCode() == 200)
                .map(answer -> Envelope.json(answer.body())).orElseGet(JSON::createObjectNode);
    }

    void awaitAnswer() {
        Await.until("the worker's REST API", LIMIT, () -> {
            process.assertAlive();
            return get("/").has("version");
        });
    }

    private Optional<HttpResponse<String>> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body, UTF_8))
                .build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notYet) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    String address() {
        return "http://" + host;
    }

    /** The name under which it stands in statuses. */
    String id() {
        return host;
    }

    void kill() throws InterruptedException {
        assertThat(process.kill()).isEqualTo(SIGKILLED);
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
