package io.iamwatch.deploy.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that takes another's place when all of it is written, and that only its owner may read. */
final class OwnersFile {

    private OwnersFile() {
    }

    /** Creates it beside the other. */
    static Path create(Path other) throws IOException {
        Path folder = other.toAbsolutePath().getParent();
        // Temporary files are their owner's alone, where the file system knows owners.
        return Files.createTempFile(folder, ".iamwatch", ".part");
    }
}
