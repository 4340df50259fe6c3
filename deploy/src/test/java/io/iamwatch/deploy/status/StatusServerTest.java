package io.iamwatch.deploy.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks, and what they are told. */
class StatusServerTest {

    private static final String TOKEN = "0123456789abcdef";

    private StatusServer server;

    private record Told(Optional<String> failed, List<String> notReady) implements Health {
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysYesWhenEverythingWorks() throws Exception {
        start(new Told(Optional.empty(), List.of()), Optional.empty());
        assertThat(get("/health/ready", "").statusCode()).isEqualTo(200);
        assertThat(get("/health/live", "").body()).isEqualTo("{\"live\":true,\"reasons\":[]}\n");
        assertThat(get("/metrics", "").body()).isEqualTo("some_metric 1\n");
    }

    @Test
    void saysNoWithTheReasons() throws Exception {
        start(new Told(Optional.of("it gave up"), List.of("Kafka does not answer")), Optional.empty());
        assertThat(get("/health/ready", "").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready", "").body()).contains("\"ready\":false", "Kafka does not answer");
        assertThat(get("/health/live", "").statusCode()).isEqualTo(503);
        assertThat(get("/health/live", "").body()).contains("it gave up");
    }

    @Test
    void withATokenTellsNothingWithoutIt() throws Exception {
        start(new Told(Optional.empty(), List.of("a secret reason")), Optional.of(new Password(TOKEN)));
        for (String path : List.of("/metrics", "/health/live", "/health/ready", "/nothing")) {
            for (String wrong : List.of("", "Bearer ", "Bearer wrong", "Basic " + TOKEN, TOKEN)) {
                HttpResponse<String> answer = get(path, wrong);
                assertThat(answer.statusCode()).as(path + " with " + wrong).isEqualTo(401);
                assertThat(answer.body()).doesNotContain("secret", "metric 1", TOKEN);
            }
        }
        assertThat(get("/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoOtherPathAndNoOtherMethod() throws Exception {
        start(new Told(Optional.empty(), List.of()), Optional.empty());
        assertThat(get("/", "").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x", "").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics")).POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(send(post).statusCode()).isEqualTo(405);
    }

    private void start(Health health, Optional<Password> token) {
        server = StatusServer.start("127.0.0.1", 0, health, () -> "some_metric 1\n", token, Optional.empty(),
                InstantSource.system());
    }

    private HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
