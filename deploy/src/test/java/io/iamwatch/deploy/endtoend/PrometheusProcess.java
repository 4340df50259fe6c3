package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus, which asks a service every second and follows our rules. */
final class PrometheusProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path RULES = Path.of("prometheus", "iamwatch.rules.yml").toAbsolutePath();

    private static final Path ASSETS = Path.of("prometheus", "assets").toAbsolutePath();
    private static final String MORE = "more-targets.json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final Path folder;
    private final Path log;

    private PrometheusProcess(Process process, int port, Path folder, Path log) {
        this.process = process;
        this.port = port;
        this.folder = folder;
        this.log = log;
    }

    /** Why it cannot be run here; empty where it can. */
    private static Optional<String> missing() {
        return Stream.of("prometheus", "promtool").filter(program -> Stream.of(System.getenv("PATH").split(":"))
                .noneMatch(folder -> Files.isExecutable(Path.of(folder, program))))
                .map(program -> "no " + program + " on the PATH: the Debian package prometheus has it").findFirst();
    }

    /** Skips the test that asks where it cannot be run, and says so: a report of tests alone does not tell why. */
    static void assumeItIsThere(Class<?> test) {
        Optional<String> missing = missing();
        missing.ifPresent(reason -> System.out.println("skipped: " + test.getSimpleName() + ": " + reason));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    static PrometheusProcess start(Path folder, int target) throws IOException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: iamwatch
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                    file_sd_configs: [{files: ["%s"]}]
                """.formatted(RULES, target, folder.resolve(MORE)));
        Path log = folder.resolve("prometheus.log");
        int port = FreePort.find();
        Process process = new ProcessBuilder("prometheus", "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus"), "--web.listen-address=127.0.0.1:" + port,
                "--web.external-url=http://127.0.0.1:" + port, "--web.user-assets=" + ASSETS)
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new PrometheusProcess(process, port, folder, log);
    }

    /** Runs promtool, and returns what it says; fails where it ends with another code than 0. */
    static String promtool(String input, List<String> arguments) throws Exception {
        Process tool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), arguments.stream()).toList())
                .redirectErrorStream(true).start();
        try (var in = tool.outputWriter(UTF_8)) {
            in.write(input);
        }
        String said = new String(tool.getInputStream().readAllBytes(), UTF_8);
        if (tool.waitFor() != 0) {
            throw new IllegalStateException("promtool " + arguments + " ends with " + tool.exitValue() + ": " + said);
        }
        return said;
    }

    /** The results of a query now. */
    JsonNode query(String expr) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expr, UTF_8)).path("result");
    }

    /** The time series that a selector takes. */
    JsonNode series(String selector) {
        return get("/api/v1/series?match[]=" + URLEncoder.encode(selector, UTF_8));
    }

    /** The names of all metrics that it has. */
    List<String> names() {
        return Panels.items(get("/api/v1/label/__name__/values")).map(JsonNode::asText).toList();
    }

    /** All rules, with their states. */
    List<JsonNode> rules() {
        return Panels.items(get("/api/v1/rules").path("groups")).flatMap(group -> Panels.items(group.path("rules")))
                .toList();
    }

    /**
     * From now on it asks one more service of this machine. It looks at that file whenever it is moved to its place.
     */
    void asksToo(int target) throws IOException {
        Path next = Files.writeString(folder.resolve(MORE + ".next"),
                "[{\"targets\": [\"127.0.0.1:%d\"]}]".formatted(target));
        Files.move(next, folder.resolve(MORE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The alerts that fire or are about to, with what people read of them. */
    List<JsonNode> alerts() {
        return Panels.items(get("/api/v1/alerts").path("alerts")).toList();
    }

    void until(String expr) {
        Await.until("Prometheus to have " + expr, LIMIT, () -> !query(expr).isEmpty());
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + path.replace("[", "%5B").replace("]", "%5D"))).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode json = new ObjectMapper().readTree(answer.body());
            if (!json.path("status").asText().equals("success")) {
                // While it reads what it has, it refuses in plain text.
                throw new IllegalStateException("Prometheus refuses " + path + ": " + answer.body());
            }
            return json.path("data");
        } catch (ConnectException starts) {
            if (process.isAlive()) {
                return new ObjectMapper().createObjectNode();
            }
            throw new IllegalStateException("Prometheus has ended: see " + log, starts);
        } catch (IOException failure) {
            throw new IllegalStateException("Prometheus does not answer " + path, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
