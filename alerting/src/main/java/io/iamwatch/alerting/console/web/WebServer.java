package io.iamwatch.alerting.console.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.iamwatch.alerting.console.ConsoleSettings;
import io.iamwatch.alerting.console.act.CommandDesk;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.RawRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the console over HTTP. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int MOST_STREAMS = 500;
    private static final int FAILED = 500;
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";
    private static final String REQUEST_SECONDS = "sun.net.httpserver.maxReqTime";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final HttpServer server;
    private final IncidentView view;
    private final Site site;

    private WebServer(HttpServer server, IncidentView view, Site site) {
        this.server = server;
        this.view = view;
        this.site = site;
    }

    /**
     * Starts to answer.
     *
     * @throws IllegalStateException if the port is taken
     */
    public static WebServer start(ConsoleSettings settings, IncidentView view, CommandDesk desk,
            RawRecords records, InstantSource wallClock) {
        configure();
        try {
            HttpServer server = listen(
                    new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()), settings.tls());
            WebServer web = new WebServer(server, view, Routes.site(settings, view, desk, records, wallClock));
            server.createContext("/", web::handle);
            server.setExecutor(web.threads);
            server.start();
            return web;
        } catch (IOException taken) {
            throw new IllegalStateException("cannot serve the console on console.address=" + settings.address()
                    + " console.port=" + settings.port() + ": " + taken.getMessage()
                    + "; name another port, 0 for a free one, or -1 for none", taken);
        }
    }

    /** What Java's server reads when the first one of a process starts. */
    private static void configure() {
        if (System.getProperty(REQUEST_SECONDS) == null) {
            // A caller that never ends its request would keep its connection for ever.
            System.setProperty(REQUEST_SECONDS, "10");
        }
        if (System.getProperty(NO_DELAY) == null) {
            // Otherwise the second packet of an answer waits for the acknowledgement of the first: 40 ms.
            System.setProperty(NO_DELAY, "true");
        }
    }

    private static HttpServer listen(InetSocketAddress address, Optional<SSLContext> tls) throws IOException {
        if (tls.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.get()) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
                parameters.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
                connection.setSSLParameters(parameters);
            }
        });
        return server;
    }

    /** Returns where it answers. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** How many event streams are open. */
    int listeners() {
        return MOST_STREAMS - streams.availablePermits();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            switch (answer(exchange)) {
                case Response response -> send(exchange, response.withSecurity(site.isSecure()));
                case Answer.Events events -> stream(exchange, events);
            }
        } catch (IOException gone) {
            LOG.debug("a caller of the console has gone", gone);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return Response.error(Response.TOO_LARGE, "more than " + LARGEST_BODY + " bytes");
        }
        try {
            String query = exchange.getRequestURI().getRawQuery();
            return site.answer(new Request(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(),
                    query == null ? "" : query, Request.lowerCased(exchange.getRequestHeaders()),
                    exchange.getRemoteAddress().getAddress().getHostAddress(), body));
        } catch (RuntimeException bug) {
            // The path may hold what somebody typed: it is not logged.
            LOG.warn("the console cannot answer; method={}", exchange.getRequestMethod(), bug);
            return Response.error(FAILED, "iamwatch has failed here; its log tells more");
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", response.type());
        for (Map.Entry<String, String> header : response.headers()) {
            exchange.getResponseHeaders().add(header.getKey(), header.getValue());
        }
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || response.body().length == 0;
        exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(response.body());
        }
    }

    private void stream(HttpExchange exchange, Answer.Events events) throws IOException, InterruptedException {
        if (!streams.tryAcquire()) {
            send(exchange, Response.error(Response.UNAVAILABLE, MOST_STREAMS + " others are listening already"));
            return;
        }
        try {
            Response head = new Response(Response.OK, "text/event-stream", new byte[0], List.of())
                    .withSecurity(site.isSecure()).with("X-Accel-Buffering", "no");
            exchange.getResponseHeaders().set("Content-Type", head.type());
            head.headers().forEach(header -> exchange.getResponseHeaders().add(header.getKey(), header.getValue()));
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(head.status(), isHead ? -1 : 0);
            if (!isHead) {
                OutputStream out = exchange.getResponseBody();
                new EventStream(view, out, events.read()).run();
            }
        } finally {
            streams.release();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Returns how the console is reached, for people. */
    public String url(ConsoleSettings settings) {
        String host = settings.address().indexOf(':') >= 0 ? "[" + settings.address() + "]" : settings.address();
        return (settings.tls().isPresent() ? "https" : "http") + "://" + host + ":" + port() + "/incidents";
    }
}
