package io.iamwatch.deploy.backup;

import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of an installation that cannot be made again.
 *
 * @param name in a backup
 * @param file where it is
 * @param bytes its size
 * @param modified the broker goes by it where a segment's records have no times
 */
record LastingFile(String name, Path file, long bytes, FileTime modified) {

    /** The broker's files, in a backup. */
    static final String BROKER = "kafka/";
    /** The boot's marker, in a backup. */
    static final String MARKER = "boot";

    /** Finds all of an installation, in an order that is always the same. */
    static List<LastingFile> of(InstallationFolder folder) throws IOException {
        List<LastingFile> lasting = new ArrayList<>();
        if (Files.exists(folder.bootMarker())) {
            lasting.add(of(MARKER, folder.bootMarker()));
        }
        List<Path> locks = EmbeddedBroker.locks(folder.broker());
        try (Stream<Path> found = Files.walk(folder.broker(), FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> !locks.contains(file)).sorted().toList();
            for (Path file : files) {
                lasting.add(of(BROKER + folder.broker().relativize(file), file));
            }
        }
        return lasting;
    }

    private static LastingFile of(String name, Path file) throws IOException {
        return new LastingFile(name, file, Files.size(file), Files.getLastModifiedTime(file));
    }
}
