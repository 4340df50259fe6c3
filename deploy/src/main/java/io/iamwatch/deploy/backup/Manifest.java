package io.iamwatch.deploy.backup;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * What a backup says of itself, in its first entry.
 *
 * @param release what wrote it
 * @param taken when
 * @param listing which files it has, this one left out
 * @param stoppedCleanly whether the broker had written all that it had to the disk and said so; false where it was
 *     killed, or died with its machine
 */
public record Manifest(Release release, Instant taken, Listing listing, boolean stoppedCleanly) {

    static final String ENTRY = "iamwatch-backup.json";

    /** More than any of them has. */
    static final int MAX_BYTES = 64 * 1024;

    /** To be raised when what is written now could not be restored by what was released before. */
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(JSON.createObjectNode()
                    .put("format", FORMAT)
                    .put("iamwatch", release.iamwatch())
                    .put("kafka", release.kafka())
                    .put("taken", taken.toString())
                    .put("files", listing.files())
                    .put("bytes", listing.bytes())
                    .put("sha256", listing.sha256())
                    .put("stoppedCleanly", stoppedCleanly));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalStateException if it is none, or of a later format
     */
    static Manifest parse(byte[] json) {
        try {
            JsonNode manifest = JSON.readTree(json);
            int format = member(manifest, "format", JsonNode::isInt).asInt();
            Release release = new Release(member(manifest, "iamwatch", JsonNode::isTextual).asText(),
                    member(manifest, "kafka", JsonNode::isTextual).asText());
            if (format > FORMAT) {
                throw new IllegalStateException("the backup is of format " + format + ", and " + FORMAT
                        + " is the latest that is known here: restore it with iamwatch "
                        + neutralise(release.iamwatch()) + " or newer");
            }
            return new Manifest(release, Instant.parse(member(manifest, "taken", JsonNode::isTextual).asText()),
                    new Listing(member(manifest, "files", JsonNode::isIntegralNumber).asLong(),
                            member(manifest, "bytes", JsonNode::isIntegralNumber).asLong(),
                            member(manifest, "sha256", JsonNode::isTextual).asText()),
                    member(manifest, "stoppedCleanly", JsonNode::isBoolean).asBoolean());
        } catch (IOException | DateTimeException wrong) {
            throw new IllegalStateException(ENTRY + " in the backup is not what a backup says of itself", wrong);
        }
    }

    private static JsonNode member(JsonNode manifest, String name, Predicate<JsonNode> type) {
        JsonNode member = manifest.path(name);
        if (!type.test(member)) {
            throw new IllegalStateException(ENTRY + " in the backup does not say its " + name);
        }
        return member;
    }
}
