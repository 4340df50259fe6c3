package io.iamwatch.deploy.endtoend;

import io.iamwatch.deploy.cli.Main;
import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code ./iamwatch run|ingest|detect|alert --config FILE}, and what its status says. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final int port;

    private ServiceProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, and returns at once. */
    static ServiceProcess start(String command, Path folder, Map<String, String> config) throws IOException {
        return start(command, folder, config, JavaProcess::start);
    }

    /** Starts it in a way. */
    static ServiceProcess start(String command, Path folder, Map<String, String> config,
            Function<List<String>, JavaProcess> how) throws IOException {
        Map<String, String> all = new TreeMap<>(config);
        all.computeIfAbsent("http.port", unset -> Integer.toString(FreePort.find()));
        all.putIfAbsent("console.port", "0");
        Path file = Files.writeString(Files.createTempFile(folder, command, ".properties"), all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining("\n")));
        return new ServiceProcess(how.apply(List.of("-Daws.accessKeyId=test", "-Daws.secretAccessKey=test",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), command, "--config",
                file.toString())), Integer.parseInt(all.get("http.port")));
    }

    /** Where its health and metrics are. */
    int port() {
        return port;
    }

    JavaProcess process() {
        return process;
    }

    void awaitReady() {
        try {
            Await.until("the service to be ready", LIMIT, () -> {
                process.assertAlive();
                return status("/health/ready") == 200;
            });
        } catch (IllegalStateException inVain) {
            throw new IllegalStateException(inVain.getMessage() + "; it says " + body("/health/ready") + process.err(),
                    inVain);
        }
    }

    void awaitNotReady(String reason) {
        Await.until("the service to say: " + reason, LIMIT, () -> {
            process.assertAlive();
            return get("/health/ready").map(answer -> answer.statusCode() == 503 && answer.body().contains(reason))
                    .orElse(false);
        });
    }

    int status(String path) {
        return get(path).map(HttpResponse::statusCode).orElse(0);
    }

    String body(String path) {
        return get(path).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> get(String path) {
        try {
            return Optional.of(http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
