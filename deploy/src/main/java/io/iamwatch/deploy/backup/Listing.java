package io.iamwatch.deploy.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files there are. A ZIP has checksums of contents, and none of its names.
 *
 * @param files how many
 * @param bytes how much is in them
 * @param sha256 of their names and sizes
 */
public record Listing(long files, long bytes, String sha256) {

    /** Returns the listing of files with these sizes in bytes, by name. */
    static Listing of(Map<String, Long> sizes) {
        MessageDigest digest = newDigest();
        new TreeMap<>(sizes).forEach((name, size) -> digest.update((name + "\n" + size + "\n").getBytes(UTF_8)));
        return new Listing(sizes.size(), sizes.values().stream().mapToLong(Long::longValue).sum(),
                HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Java without SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return files + " files of " + bytes + " bytes";
    }
}
