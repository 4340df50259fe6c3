package io.iamwatch.deploy.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers GetAccountAuthorizationDetails in two pages, in IAM's query protocol as its reference documents it. It is
 * not AWS: no test has seen the real service.
 */
final class IamStub implements AutoCloseable {

    private final HttpServer server;
    private final List<Map<String, String>> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean denies;

    IamStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void deny() {
        denies = true;
    }

    /** Returns the parameters of each request. */
    List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    /** Returns the Authorization header of each request. */
    List<String> signatures() {
        return List.copyOf(signatures);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Map<String, String> parameters = Arrays.stream(form.split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
        requests.add(parameters);
        signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String name = denies ? "denied.xml" : parameters.containsKey("Marker") ? "page-2.xml" : "page-1.xml";
        try (InputStream resource = IamStub.class.getResourceAsStream("/baseline/" + name)) {
            byte[] body = resource.readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(denies ? 403 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
