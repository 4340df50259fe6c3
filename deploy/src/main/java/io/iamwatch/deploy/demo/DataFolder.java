package io.iamwatch.deploy.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A new folder for one run's data. */
public final class DataFolder {

    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    /** Creates one. */
    public static DataFolder create() {
        try {
            return new DataFolder(Files.createTempDirectory(place(), "demo-"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create a folder for the run's data", failure);
        }
    }

    /**
     * Beside the build, since Streams distrusts the system's folder for temporary files: it may be cleared at any time.
     */
    private static Path place() {
        Path target = Path.of(System.getProperty("iamwatch.home", "."), "deploy", "target");
        return Files.isWritable(target) ? target : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Returns where it is. */
    public Path path() {
        return path;
    }

    /** Removes the folder with all that is in it. A thread that is about to end may still write: it is tried again. */
    public void remove() {
        for (int attempt = 1;; attempt++) {
            try {
                removeOnce();
                return;
            } catch (IOException | UncheckedIOException failure) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("cannot remove " + path + ": " + failure.getMessage(), failure);
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    private void removeOnce() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
