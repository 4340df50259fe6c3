package io.iamwatch.detector.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
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

    /** What is written now. */
    public static final byte VERSION = 3;

    /** The last version whose facts name their components. */
    static final byte SECOND_VERSION = 2;

    static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private static final ObjectReader SECOND_NODE = JSON.readerFor(Node.class);
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
    static Remembered node(byte[] bytes) {
        if (bytes == null) {
            return Remembered.NOTHING;
        }
        return switch (version(bytes)) {
            case FirstVersion.VERSION -> unwritten(read(() -> FirstVersion.node(JSON, bytes)));
            case SECOND_VERSION -> unwritten(read(bytes, SECOND_NODE, Node.class));
            default -> read(() -> NodeFormat.read(bytes, 1));
        };
    }

    /** What an earlier version wrote is written anew as a whole. */
    private static Remembered unwritten(Node node) {
        return NodeFormat.write(Remembered.NOTHING, node);
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

    /**
     * Writes a node, which must not be empty: then there is nothing to store.
     *
     * @param before what stands there now
     * @return what stands there afterwards
     */
    static Remembered write(Remembered before, Node node) {
        return NodeFormat.write(before, node);
    }

    /** Returns the bytes of a node that was written. */
    static byte[] bytes(Remembered written) {
        return NodeFormat.bytes(VERSION, written);
    }

    /** Returns the bytes of a clock. */
    public static byte[] bytes(AccountClock clock) {
        return write(clock);
    }

    static byte[] bytes(AdminSpans administrator) {
        return write(administrator);
    }

    private static byte version(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] > VERSION || bytes[0] < FirstVersion.VERSION) {
            throw new UnreadableStateException("state of format version " + (bytes.length == 0 ? "none" : bytes[0])
                    + ", but this version of iamwatch reads versions " + FirstVersion.VERSION + " to " + VERSION
                    + ": start the newer version again, or rebuild the state under a new application.id", null);
        }
        return bytes[0];
    }

    private interface Source<T> {
        T read() throws IOException;
    }

    private static <T> T read(byte[] bytes, ObjectReader reader, Class<T> type) {
        version(bytes);
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(VERSION);
        try {
            WRITER.writeValue(bytes, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException("state of plain values cannot fail to serialise", impossible);
        }
        return bytes.toByteArray();
    }
}
