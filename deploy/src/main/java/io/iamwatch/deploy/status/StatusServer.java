package io.iamwatch.deploy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.iamwatch.deploy.config.HttpTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.config.types.Password;

/**
 * Answers {@code GET /metrics} for Prometheus, {@code /health/live} and {@code /health/ready} for who starts and
 * stops services: 200 for yes and 503 for no, with the reasons as JSON.
 */
public final class StatusServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    /** Whoever asks more often gets the same answer: brokers are not to be asked for each. */
    private static final Duration ANSWER_HOLDS = Duration.ofSeconds(1);
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";
    private static final String REQUEST_SECONDS = "sun.net.httpserver.maxReqTime";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock asking = new ReentrantLock();
    private List<String> notReady = List.of();
    private Instant askAgain = Instant.MIN;
    private final Health health;
    private final Supplier<String> metrics;
    private final Optional<Password> token;
    private final InstantSource wallClock;

    private record Answer(int status, String type, String body) {

        static Answer json(int status, ObjectNode body) {
            return new Answer(status, "application/json", body + "\n");
        }
    }

    private StatusServer(HttpServer server, Health health, Supplier<String> metrics, Optional<Password> token,
            InstantSource wallClock) {
        this.server = server;
        this.health = health;
        this.metrics = metrics;
        this.token = token;
        this.wallClock = wallClock;
    }

    /**
     * Starts to answer.
     *
     * @param address by number
     * @param port 0 for a free one
     * @param metrics gives them in Prometheus' text format
     * @param token what callers have to send; empty where none is asked for
     * @param tls how https is spoken; empty for http
     * @throws IllegalStateException if the port is taken
     */
    public static StatusServer start(String address, int port, Health health, Supplier<String> metrics,
            Optional<Password> token, Optional<HttpTls> tls, InstantSource wallClock) {
        if (System.getProperty(REQUEST_SECONDS) == null) {
            // A caller that never ends its request would keep its connection for ever; read when the first one starts.
            System.setProperty(REQUEST_SECONDS, "10");
        }
        if (System.getProperty(NO_DELAY) == null) {
            // The console's server, which starts later, would wait 40 ms within each answer without it.
            System.setProperty(NO_DELAY, "true");
        }
        try {
            HttpServer server = listen(new InetSocketAddress(InetAddress.getByName(address), port), tls);
            StatusServer status = new StatusServer(server, health, metrics, token, wallClock);
            server.createContext("/", status::handle);
            server.setExecutor(status.threads);
            server.start();
            return status;
        } catch (IOException taken) {
            throw new IllegalStateException("cannot answer on http.address=" + address + " http.port=" + port + ": "
                    + taken.getMessage() + "; name another port, or 0 for a free one", taken);
        }
    }

    private static HttpServer listen(InetSocketAddress address, Optional<HttpTls> tls) throws IOException {
        if (tls.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new TlsConnections(tls.get()));
        return server;
    }

    /** Returns where it answers. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (answer.status() == UNAUTHORIZED) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            }
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Answer answer(HttpExchange exchange) {
        if (!isAllowed(exchange)) {
            return Answer.json(UNAUTHORIZED, said("a token is needed: Authorization: Bearer …"));
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            return Answer.json(NOT_ALLOWED, said("allowed: GET"));
        }
        return switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            case "/health/live" -> told("live", health.failed().stream().toList());
            case "/health/ready" -> told("ready", notReady());
            default -> Answer.json(NOT_FOUND, said("there are /metrics, /health/live and /health/ready"));
        };
    }

    private List<String> notReady() {
        asking.lock();
        try {
            if (!wallClock.instant().isBefore(askAgain)) {
                notReady = health.notReady();
                askAgain = wallClock.instant().plus(ANSWER_HOLDS);
            }
            return notReady;
        } finally {
            asking.unlock();
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return token.isEmpty() || (given != null && MessageDigest.isEqual(given.getBytes(UTF_8),
                ("Bearer " + token.get().value()).getBytes(UTF_8)));
    }

    private static Answer told(String what, List<String> against) {
        ObjectNode body = JSON.createObjectNode().put(what, against.isEmpty());
        against.forEach(body.putArray("reasons")::add);
        return Answer.json(against.isEmpty() ? OK : UNAVAILABLE, body);
    }

    private static ObjectNode said(String error) {
        return JSON.createObjectNode().put("error", error);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
