package io.iamwatch.detector.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.detector.detection.AccountClock;
import io.iamwatch.detector.detection.Node;
import io.iamwatch.detector.iam.AdminSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How state is written: one byte that says the format's version, then JSON. A later version of iamwatch reads the
 * state of an earlier one; a new number is due when an old reader would misread what a new writer writes.
 */
public final class StateFormat {

    static final byte VERSION = 2;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private static final ObjectReader NODE = JSON.readerFor(Node.class);
    private static final ObjectReader CLOCK = JSON.readerFor(AccountClock.class);
    private static final ObjectReader ADMINISTRATOR = JSON.readerFor(AdminSpans.class);
    private static final ObjectWriter WRITER = JSON.writer();

    private StateFormat() {
    }

    /**
     * Returns the node that bytes hold, or the empty one for null.
     *
     * @throws UnreadableStateException if they are of a later format version, or damaged
     */
    public static Node node(byte[] bytes) {
        if (bytes == null) {
            return Node.EMPTY;
        }
        return isFirstVersion(bytes) ? read(() -> FirstVersion.node(JSON, bytes)) : read(bytes, NODE, Node.class);
    }

    /**
     * Returns the clock that bytes hold, or the unset one for null. It is written as in the first version.
     *
     * @throws UnreadableStateException if they are of a later format version, or damaged
     */
    public static AccountClock clock(byte[] bytes) {
        return bytes == null ? AccountClock.UNSET : read(bytes, CLOCK, AccountClock.class);
    }

    static AdminSpans administrator(byte[] bytes) {
        return read(bytes, ADMINISTRATOR, AdminSpans.class);
    }

    /** Returns the bytes of a node, or null for an empty one: then there is nothing to store. */
    public static byte[] bytes(Node node) {
        return node.isEmpty() ? null : write(node);
    }

    /** Returns the bytes of a clock. */
    public static byte[] bytes(AccountClock clock) {
        return write(clock);
    }

    static byte[] bytes(AdminSpans administrator) {
        return write(administrator);
    }

    private static boolean isFirstVersion(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == FirstVersion.VERSION;
    }

    private interface Source<T> {
        T read() throws IOException;
    }

    private static <T> T read(byte[] bytes, ObjectReader reader, Class<T> type) {
        if (bytes.length == 0 || bytes[0] > VERSION || bytes[0] < FirstVersion.VERSION) {
            throw new UnreadableStateException("state of format version " + (bytes.length == 0 ? "none" : bytes[0])
                    + ", but this version of iamwatch reads versions " + FirstVersion.VERSION + " to " + VERSION
                    + ": start the newer version again, or rebuild the state under a new application.id", null);
        }
        return read(() -> type.cast(reader.readValue(bytes, 1, bytes.length - 1)));
    }

    private static <T> T read(Source<T> source) {
        try {
            return source.read();
        } catch (IOException | RuntimeException failure) {
            throw new UnreadableStateException("damaged state: rebuild it under a new application.id", failure);
        }
    }

    private static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        bytes.write(VERSION);
        try {
            WRITER.writeValue(bytes, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException("state of plain values cannot fail to serialise", impossible);
        }
        return bytes.toByteArray();
    }
}
