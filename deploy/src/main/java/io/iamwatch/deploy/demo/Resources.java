package io.iamwatch.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;

/** The recorded CloudTrail records that ship with the demo. */
final class Resources {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Resources() {
    }

    static List<ObjectNode> records(String name) {
        var stream = Resources.class.getResourceAsStream("/demo/" + name);
        if (stream == null) {
            throw new IllegalStateException("the demo's " + name + " is missing from its jar");
        }
        try (var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            return lines.lines().map(Resources::parse).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ObjectNode parse(String line) {
        try {
            return (ObjectNode) JSON.readTree(line);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
