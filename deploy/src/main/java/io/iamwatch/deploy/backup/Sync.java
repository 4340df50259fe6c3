package io.iamwatch.deploy.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Names of files on the disk: a file that was forced there can still be without one after a power cut. */
final class Sync {

    private Sync() {
    }

    /** Forces the names in a folder to the disk. */
    static void folder(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** The same of a folder and of all folders in it. */
    static void folders(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            List<Path> folders = found.filter(Files::isDirectory).toList();
            for (Path folder : folders) {
                folder(folder);
            }
        }
    }
}
