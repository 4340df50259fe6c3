package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.alerting.console.html.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is answered. */
record Response(int status, String type, byte[] body, List<Map.Entry<String, String>> headers) implements Answer {

    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int SEE_OTHER = 303;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int GONE = 410;
    static final int TOO_LARGE = 413;
    static final int WRONG_TYPE = 415;
    static final int MISDIRECTED = 421;
    static final int UNAVAILABLE = 503;

    /** What every answer says: see {@link #withSecurity}. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    static Response html(int status, Html page) {
        StringBuilder text = new StringBuilder("<!DOCTYPE html>");
        page.write(text);
        return new Response(status, "text/html; charset=utf-8", text.toString().getBytes(UTF_8), List.of());
    }

    static Response json(int status, byte[] body) {
        return new Response(status, "application/json", body, List.of());
    }

    static Response json(int status, JsonNode body) {
        return json(status, (body + "\n").getBytes(UTF_8));
    }

    /** A table, which a browser keeps and does not show. */
    static Response csv(String table) {
        return new Response(OK, "text/csv; charset=utf-8; header=present", table.getBytes(UTF_8),
                List.of(Map.entry("Content-Disposition", "attachment; filename=\"incidents.csv\"")));
    }

    /** An answer of the API that says what is wrong. */
    static Response error(int status, String message) {
        return json(status, object().put("error", message));
    }

    static Response redirect(String to) {
        return new Response(SEE_OTHER, "text/plain; charset=utf-8", new byte[0], List.of(Map.entry("Location", to)));
    }

    static Response asset(String type, byte[] body) {
        return new Response(OK, type, body, List.of());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    Response with(String header, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(header, value));
        return new Response(status, type, body, more);
    }

    /**
     * Nothing runs that is not a file of ours, nobody frames it, nobody keeps it, nobody guesses what it is. A stricter
     * Referrer-Policy would take the origin from our own forms.
     */
    Response withSecurity(boolean tls) {
        Response secure = with("Content-Security-Policy", POLICY).with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY").with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin").with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .with("Cache-Control", "no-store");
        return tls ? secure.with("Strict-Transport-Security", "max-age=31536000") : secure;
    }

    String header(String name) {
        return headers.stream().filter(header -> header.getKey().equals(name)).map(Map.Entry::getValue).findFirst()
                .orElse("");
    }

    String text() {
        return new String(body, UTF_8);
    }
}
