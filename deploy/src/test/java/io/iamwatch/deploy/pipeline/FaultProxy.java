package io.iamwatch.deploy.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands before the emulator and does to chosen calls what AWS, or the way to it, does now and then. */
final class FaultProxy implements AutoCloseable {

    private static final String TARGET = "X-Amz-Target";
    private static final Set<String> NOT_FORWARDED = Set.of("host", "content-length", "connection", "expect", "upgrade",
            "transfer-encoding", "http2-settings");

    private final URI emulator;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Predicate<String> expired = credentials -> false;
    private HttpServer server;
    private final int port;

    /** What is done to a call instead of answering it. */
    sealed interface Fault {

        /** An error as AWS answers it. */
        record Refuse(String type, int status) implements Fault {
        }

        /** The connection breaks. */
        record Cut() implements Fault {
        }

        /** There never is an answer. */
        record Hang() implements Fault {
        }
    }

    FaultProxy(URI emulator) {
        this.emulator = emulator;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The next calls of an operation meet a fault. */
    void next(String operation, int times, Fault fault) {
        Deque<Fault> queue = faults.computeIfAbsent(operation, name -> new ConcurrentLinkedDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    /** Whether all faults have been met. */
    boolean isSpent() {
        return faults.values().stream().allMatch(Deque::isEmpty);
    }

    int calls(String operation) {
        return calls.computeIfAbsent(operation, name -> new AtomicInteger()).get();
    }

    /** How many calls were refused. */
    int refused() {
        return refused.get();
    }

    /** From now on refuses calls by their Authorization header: as signed by credentials that have expired. */
    void expire(Predicate<String> authorization) {
        expired = authorization;
    }

    /** Nothing listens any more, and what was under way breaks. */
    void down() {
        server.stop(0);
    }

    void up() {
        server = listen(port);
    }

    private HttpServer listen(int wanted) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted),
                    0);
            listening.createContext("/", this::handle);
            listening.setExecutor(threads);
            listening.start();
            return listening;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst(TARGET);
        String operation = target == null ? "" : target.substring(target.indexOf('.') + 1);
        calls.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        Deque<Fault> due = faults.get(operation);
        Fault fault = isExpired(exchange)
                ? new Fault.Refuse("ExpiredTokenException", 400)
                : due == null ? null : due.poll();
        switch (fault) {
            case null -> forward(exchange, body);
            case Fault.Refuse(String type, int status) -> {
                refused.incrementAndGet();
                exchange.getResponseHeaders().add("x-amzn-ErrorType", type);
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            }
            case Fault.Cut cut -> throw new IOException("cut");
            case Fault.Hang hang -> hang();
        }
    }

    private boolean isExpired(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return authorization != null && expired.test(authorization);
    }

    private void hang() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("hung");
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(emulator.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.headers().map().forEach((name, values) -> {
                if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            copy(answer.body(), exchange.getResponseBody());
            exchange.close();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IOException(end);
        }
    }

    /** A subscription's answer goes on for minutes: each part of it is passed on as it comes. */
    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                to.write(buffer, 0, read);
                to.flush();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
