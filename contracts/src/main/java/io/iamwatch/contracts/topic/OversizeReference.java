package io.iamwatch.contracts.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands in {@link Topics#REJECTED} in place of bytes that no topic takes for their size. The bytes are still
 * at their source, as long as that keeps them.
 */
public final class OversizeReference {

    private OversizeReference() {
    }

    /**
     * Returns the value: {@code {"source":"…","bytes":…,"sha256":"…"}}.
     *
     * @param source the position in the source, as {@link RecordHeaders#SOURCE} has it
     */
    public static byte[] of(String source, byte[] bytes) {
        return JsonNodeFactory.instance.objectNode().put("source", source).put("bytes", bytes.length)
                .put("sha256", sha256(bytes)).toString().getBytes(UTF_8);
    }

    /**
     * Returns the reason, for people.
     *
     * @param what what the bytes are, or why they were rejected besides
     * @param limit the largest value that may be written, in bytes
     */
    public static String reason(String what, int limit) {
        return what + ": larger than the " + limit + " bytes that may be written, a reference stands here";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
