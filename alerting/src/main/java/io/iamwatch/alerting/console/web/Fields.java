package io.iamwatch.alerting.console.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Names with values, as forms, queries and small JSON objects have them. */
final class Fields {

    private static final int MOST = 64;
    private static final ObjectMapper JSON = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Fields() {
    }

    /** Reads {@code a=1&b=2}. What is not escaped as it should be is left out. */
    static Map<String, String> decode(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&", MOST + 1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && fields.size() < MOST) {
                unescape(pair.substring(0, equals)).ifPresent(name -> decode(pair.substring(equals + 1), name, fields));
            }
        }
        return fields;
    }

    private static void decode(String escaped, String name, Map<String, String> fields) {
        unescape(escaped).ifPresent(value -> fields.merge(name, value, (one, other) -> one + "," + other));
    }

    private static Optional<String> unescape(String escaped) {
        try {
            return Optional.of(URLDecoder.decode(escaped, UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Reads a JSON object whose values are texts, numbers or null; empty for anything else. */
    static Optional<Map<String, String>> ofJson(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node == null || !node.isObject()) {
                return Optional.empty();
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isValueNode()) {
                    return Optional.empty();
                }
                if (!field.getValue().isNull()) {
                    fields.put(field.getKey(), field.getValue().asText());
                }
            }
            return Optional.of(fields);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
