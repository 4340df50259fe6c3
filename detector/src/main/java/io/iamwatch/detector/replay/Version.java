package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What identifies one version of an alert, wherever it came from: the live detector's topic, or a replay.
 *
 * @param uid the alert's
 * @param trigger {@code topic/partition/offset} of the record that it followed from
 * @param content a digest of the bytes of the OCSF finding
 */
public record Version(String uid, String trigger, String content) {

    private static final int DIGEST_BYTES = 16;

    /** Identifies a version by its bytes as they stand in {@code iamwatch.alerts}. */
    public static Version of(DetectionFinding alert, String trigger, byte[] json) {
        return new Version(alert.findingInfo().uid(), trigger, digest(json));
    }

    private static String digest(byte[] json) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(json);
            return HexFormat.of().formatHex(Arrays.copyOf(sha256, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
