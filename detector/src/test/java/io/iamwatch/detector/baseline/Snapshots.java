package io.iamwatch.detector.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iamwatch.detector.baseline.BaselineReader.Reading;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Snapshots of accounts as the AWS command line writes them, and what tests do with them. */
final class Snapshots {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Origin ORIGIN = new Origin("iamwatch.baseline", 3, 42, 1_714_557_600_000L, null);
    static final long START = 1_714_557_600;
    static final String ACCOUNT = "111122223333";

    private Snapshots() {
    }

    static JsonNode file(String name) {
        try (InputStream file = Snapshots.class.getResourceAsStream("/baseline/" + name)) {
            return JSON.readTree(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static AuthorizationDetails details(String json) {
        try {
            return AuthorizationDetails.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns a record's value. */
    static byte[] record(String account, JsonNode details) {
        ObjectNode record = JSON.createObjectNode().put("baseline", "b-1").put("account", account).put("start", START);
        record.set("details", details);
        return record.toString().getBytes(UTF_8);
    }

    static Reading.Part part(byte[] value, String account) {
        return (Reading.Part) BaselineReader.read(value, account, ORIGIN);
    }

    /** Reads details that belong to {@link #ACCOUNT}; an apostrophe stands for a quotation mark. */
    static Reading.Part part(String details) {
        try {
            return part(record(ACCOUNT, JSON.readTree(details.replace('\'', '"'))), ACCOUNT);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Change.Snapshot snapshot(Reading.Part part, String subject) {
        return part.events().stream().map(IamEvent::change)
                .filter(change -> change.subject().toString().equals(subject))
                .map(Change.Snapshot.class::cast).findFirst().orElseThrow();
    }
}
