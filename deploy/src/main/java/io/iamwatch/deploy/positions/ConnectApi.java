package io.iamwatch.deploy.positions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.iamwatch.deploy.embedded.Await;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The REST API of a Connect worker; any worker of a cluster will do, since they forward to each other. Every error
 * is an {@link IllegalStateException} whose message is a sentence for people and holds no credentials.
 */
public final class ConnectApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** Longer than a worker itself waits for another one, 90 s. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(100);
    private static final Duration REBALANCE_LIMIT = Duration.ofSeconds(60);
    private static final int CONFLICT = 409;

    private final URI address;
    private final Optional<String> authorization;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();

    /**
     * Creates a client that has asked nothing yet.
     *
     * @param address of the worker, as in {@code http://localhost:8083}
     * @param authorization value of the Authorization header, if the worker wants one
     */
    public ConnectApi(URI address, Optional<String> authorization) {
        this.address = address;
        this.authorization = authorization;
    }

    JsonNode get(String... path) {
        return ask("GET", Optional.empty(), path);
    }

    void put(String... path) {
        ask("PUT", Optional.empty(), path);
    }

    JsonNode patch(JsonNode body, String... path) {
        return ask("PATCH", Optional.of(body), path);
    }

    /** Asks until the cluster is not rebalancing: then it can tell nothing, and answers with a conflict. */
    private JsonNode ask(String method, Optional<JsonNode> body, String... path) {
        AtomicReference<HttpResponse<String>> answer = new AtomicReference<>();
        Await.until("the end of a rebalance at " + address, REBALANCE_LIMIT, () -> {
            answer.set(send(method, body, path));
            return answer.get().statusCode() != CONFLICT;
        });
        return understood(answer.get());
    }

    private HttpResponse<String> send(String method, Optional<JsonNode> body, String... path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_LIMIT)
                .header("Content-Type", "application/json").header("Accept", "application/json")
                .method(method, body.map(json -> HttpRequest.BodyPublishers.ofString(json.toString()))
                        .orElseGet(HttpRequest.BodyPublishers::noBody));
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException("no Connect worker at " + address + "; is --connect right? ("
                    + failure.getClass().getSimpleName() + ")", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + address, interrupted);
        }
    }

    private URI uri(String... path) {
        StringBuilder uri = new StringBuilder(address.toString().replaceAll("/+$", ""));
        for (String part : path) {
            // In a path a space is %20; + stands for itself.
            uri.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return URI.create(uri.toString());
    }

    private JsonNode understood(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            throw new IllegalStateException("the worker at " + address + " answers with status " + status
                    + (authorization.isEmpty()
                            ? "; --authorization-file may be needed"
                            : "; is the authorization right?"));
        }
        JsonNode json = json(answer);
        if (status >= 300) {
            throw new Refusal(status, json.path("message").asText("status " + status));
        }
        return json;
    }

    private JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("what answers at " + address + " is no Connect worker: status "
                    + answer.statusCode() + " and no JSON", foreign);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }

    /** Connect understood what was wanted and refused. */
    static final class Refusal extends IllegalStateException {

        private static final long serialVersionUID = 1L;
        private final int status;

        private Refusal(int status, String message) {
            super("Connect refuses: " + message);
            this.status = status;
        }

        boolean isNotFound() {
            return status == 404;
        }
    }
}
