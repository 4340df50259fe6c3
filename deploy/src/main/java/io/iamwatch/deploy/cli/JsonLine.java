package io.iamwatch.deploy.cli;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/**
 * A record's value on one line of ASCII. A topic may hold what others wrote: written as it is, it could break a
 * line or drive a terminal.
 */
final class JsonLine {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonLine() {
    }

    /** Returns the value as one line, or nothing when it is no JSON. */
    static Optional<String> of(byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            return json.isMissingNode() ? Optional.empty() : Optional.of(JSON.writeValueAsString(json));
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }
}
