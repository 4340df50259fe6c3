package io.iamwatch.detector.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.iamwatch.detector.rule.AccountClock;
import io.iamwatch.detector.rule.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * How state is written: one byte that says the format's version, then JSON. A later version of iamwatch reads the
 * state of an earlier one; a new number is due when an old reader would misread what a new writer writes.
 */
public final class StateFormat {

    static final byte VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private StateFormat() {
    }

    /**
     * Returns the history that bytes hold, or the empty one for null.
     *
     * @throws UnreadableStateException if they are of another format version, or damaged
     */
    public static History history(byte[] bytes) {
        return bytes == null ? History.EMPTY : read(bytes, History.class);
    }

    /**
     * Returns the clock that bytes hold, or the unset one for null.
     *
     * @throws UnreadableStateException if they are of another format version, or damaged
     */
    public static AccountClock clock(byte[] bytes) {
        return bytes == null ? AccountClock.UNSET : read(bytes, AccountClock.class);
    }

    /** Returns the bytes of a history, or null for an empty one: then there is nothing to store. */
    public static byte[] bytes(History history) {
        return history.isEmpty() ? null : write(history);
    }

    /** Returns the bytes of a clock. */
    public static byte[] bytes(AccountClock clock) {
        return write(clock);
    }

    private static <T> T read(byte[] bytes, Class<T> type) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new UnreadableStateException("state of format version " + (bytes.length == 0 ? "none" : bytes[0])
                    + ", but this version of iamwatch reads version " + VERSION
                    + ": start the newer version again, or rebuild the state under a new application.id", null);
        }
        try {
            return JSON.readValue(bytes, 1, bytes.length - 1, type);
        } catch (IOException failure) {
            throw new UnreadableStateException("damaged state: rebuild it under a new application.id", failure);
        }
    }

    private static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        bytes.write(VERSION);
        try {
            JSON.writeValue(bytes, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException("state of plain values cannot fail to serialise", impossible);
        }
        return bytes.toByteArray();
    }
}
