package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests as browsers and programs send them. */
record Asked(String method, String path, Map<String, List<String>> headers, String caller, String body) {

    static final String CSRF = "c".repeat(43);

    /** A page, asked for on this machine. */
    static Asked get(String path) {
        return new Asked("GET", path, Map.of("host", List.of("127.0.0.1:9465")), "127.0.0.1", "");
    }

    /** A form of ours, sent by a browser. */
    static Asked form(String path, String fields) {
        return new Asked("POST", path, Map.of("host", List.of("127.0.0.1:9465")), "127.0.0.1",
                fields + "&csrf=" + CSRF).with("content-type", "application/x-www-form-urlencoded")
                .with("origin", "http://127.0.0.1:9465").with("sec-fetch-site", "same-origin")
                .with("cookie", SameSite.COOKIE + "=" + CSRF);
    }

    /** A program's request. */
    static Asked json(String path, String body) {
        return new Asked("POST", path, Map.of("host", List.of("localhost:9465")), "127.0.0.1", body)
                .with("content-type", "application/json; charset=utf-8");
    }

    Asked with(String header, String... values) {
        Map<String, List<String>> more = new HashMap<>(headers);
        more.put(header, List.of(values));
        return new Asked(method, path, more, caller, body);
    }

    Asked and(String header, String value) {
        List<String> values = new ArrayList<>(headers.getOrDefault(header, List.of()));
        values.add(value);
        return with(header, values.toArray(String[]::new));
    }

    Asked without(String header) {
        Map<String, List<String>> less = new HashMap<>(headers);
        less.remove(header);
        return new Asked(method, path, less, caller, body);
    }

    Asked from(String address) {
        return new Asked(method, path, headers, address, body);
    }

    Request request() {
        int query = path.indexOf('?');
        return new Request(method, query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1), headers, caller, body.getBytes(UTF_8));
    }
}
