package io.iamwatch.deploy.scan;

import java.nio.file.Path;

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
}
