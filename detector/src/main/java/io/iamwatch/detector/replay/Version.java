package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What identifies one version of an alert, wherever it came from: the live detector's topic, or a replay.
 *
 * @param uid the alert's
 * @param trigger {@code topic/partition/offset} of the record that it followed from
 * @param content a digest of the bytes of the OCSF finding
 * @param facts what the finding says of how it came about; where the content is the same, so is this
 */
public record Version(String uid, String trigger, String content, Facts facts) {

    private static final int DIGEST_BYTES = 16;

    /**
     * How a version came about, for the reasons of differences.
     *
     * @param decidedBy hashes of all that decided, as {@code rules:…}, {@code engine:…}, {@code policies:…}
     * @param late whether an event behind it came after the lateness horizon
     * @param arrival of the record that it followed from, milliseconds since 1970
     * @param inputs positions of the records that it rests on, as far as it quotes them, with blanks between: there may
     *     be a million versions
     */
    public record Facts(List<String> decidedBy, boolean late, long arrival, String inputs) {

        /** Nothing is known. */
        static final Facts NONE = new Facts(List.of(), false, 0, "");

        static Facts of(DetectionFinding alert) {
            return new Facts(alert.metadata().labels(), alert.details().late(), alert.time(),
                    alert.evidences().stream().map(Ocsf.Evidence::uid).collect(Collectors.joining(" ")));
        }
    }

    /** Of one of which nothing is known but what identifies it. */
    Version(String uid, String trigger, String content) {
        this(uid, trigger, content, Facts.NONE);
    }

    /** Identifies a version by its bytes as they stand in {@code iamwatch.alerts}. */
    public static Version of(DetectionFinding alert, String trigger, byte[] json) {
        return new Version(alert.findingInfo().uid(), trigger, digest(json), Facts.of(alert));
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
