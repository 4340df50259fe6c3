package io.iamwatch.deploy.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Something to read.
 *
 * @param path where it is; null for standard input
 * @param bytes how large it is; 0 where nobody knows before it is read
 */
public record ScanFile(Path path, long bytes) {

    static final ScanFile STANDARD_INPUT = new ScanFile(null, 0);

    /** Returns what it is called to people, and in evidence. */
    public String name() {
        return path == null ? "-" : path.toString();
    }

    /**
     * Returns when it was written.
     *
     * @param now that is when standard input was, and a file that nobody tells it of
     */
    public Instant written(Instant now) {
        try {
            return path == null ? now : Files.getLastModifiedTime(path).toInstant();
        } catch (IOException gone) {
            return now;
        }
    }
}
