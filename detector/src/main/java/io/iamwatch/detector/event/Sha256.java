package io.iamwatch.detector.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as identities and fingerprints use it. */
public final class Sha256 {

    /** Never given a byte: a copy of it is made sooner than a digest is looked up among a platform's algorithms. */
    private static final MessageDigest UNUSED = unused();

    private Sha256() {
    }

    /** Returns the hex digest of bytes. */
    public static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) UNUSED.clone()).digest(bytes));
        } catch (CloneNotSupportedException foreign) {
            return HexFormat.of().formatHex(unused().digest(bytes));
        }
    }

    private static MessageDigest unused() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Returns the hex digest of the parts joined by NUL, which no IAM name and no ARN can hold. */
    public static String ofParts(String... parts) {
        return hex(String.join("\0", parts).getBytes(UTF_8));
    }
}
