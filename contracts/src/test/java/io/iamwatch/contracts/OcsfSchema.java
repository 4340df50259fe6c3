package io.iamwatch.contracts;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.iamwatch.contracts.finding.FindingJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The schema of OCSF 1.5 findings that every test holds produced alerts and incidents against. It is closed: an
 * attribute that the class does not have fails. Formats are asserted, not only annotated.
 */
public final class OcsfSchema {

    private static final String SCHEMA = "/ocsf/ocsf-1.5-findings.schema.json";
    private static final Map<Integer, String> CLASSES = Map.of(2004, "detection_finding", 2005, "incident_finding");
    private static final Map<Integer, Schema> SCHEMAS = CLASSES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> load(entry.getValue())));

    private OcsfSchema() {
    }

    /**
     * Fails with one line an error, each with its place, if a finding does not agree with the schema.
     *
     * @param json a Detection Finding or an Incident Finding
     */
    public static void assertValid(byte[] json) {
        List<String> errors = errors(read(json));
        if (!errors.isEmpty()) {
            fail("not OCSF 1.5:\n  " + String.join("\n  ", errors));
        }
    }

    /** The same for a finding, as it is written to its topic. */
    public static void assertValid(Object finding) {
        try {
            assertValid(FindingJson.MAPPER.writeValueAsBytes(finding));
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Against the class that {@code class_uid} names: errors of a choice between both classes say nothing. */
    private static List<String> errors(JsonNode finding) {
        Schema schema = SCHEMAS.get(finding.path("class_uid").asInt());
        if (schema == null) {
            return List.of("class_uid: must be one of " + CLASSES.keySet() + ", is " + finding.path("class_uid"));
        }
        List<Error> errors = schema.validate(finding,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        return errors.stream().map(error -> error.getInstanceLocation() + ": " + error.getMessage()).sorted().toList();
    }

    private static Schema load(String name) {
        try (InputStream schema = OcsfSchema.class.getResourceAsStream(SCHEMA)) {
            var root = (ObjectNode) FindingJson.MAPPER.readTree(schema);
            root.remove("oneOf");
            root.put("$ref", "#/$defs/" + name);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return FindingJson.MAPPER.readTree(json);
        } catch (IOException failure) {
            throw new UncheckedIOException("not JSON", failure);
        }
    }
}
