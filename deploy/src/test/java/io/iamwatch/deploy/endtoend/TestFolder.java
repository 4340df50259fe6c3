package io.iamwatch.deploy.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders beside the build: Streams distrusts the system's folder for temporary files. */
final class TestFolder {

    private TestFolder() {
    }

    static Path create() throws IOException {
        return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "endtoend-");
    }

    static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
