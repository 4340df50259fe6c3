package io.iamwatch.alerting.console.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks for.
 *
 * @param path as it was sent, without the query; what is escaped in it stays so
 * @param query after the question mark; empty where there is none
 * @param headers by name in lower case, each with all of its values
 * @param caller the address at the other end of the connection, by number
 */
record Request(String method, String path, String query, Map<String, List<String>> headers, String caller,
        byte[] body) {

    /** Whether it may change nothing. */
    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** The value of a header that stands there once; what is repeated contradicts itself and counts as absent. */
    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    boolean has(String header) {
        return headers.containsKey(header.toLowerCase(Locale.ROOT));
    }

    Optional<String> cookie(String name) {
        return headers.getOrDefault("cookie", List.of()).stream().flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1)).findFirst();
    }

    boolean isJson() {
        return type().equals("application/json");
    }

    boolean isForm() {
        return type().equals("application/x-www-form-urlencoded");
    }

    private String type() {
        String type = header("content-type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** The parameters of the query; several values of one name with commas between. */
    Map<String, String> parameters() {
        return Fields.decode(query);
    }

    /** Copies headers, with names in lower case. */
    static Map<String, List<String>> lowerCased(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return lower;
    }
}
