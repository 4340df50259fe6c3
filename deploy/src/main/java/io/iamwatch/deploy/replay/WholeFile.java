package io.iamwatch.deploy.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * A file that takes another's place when all of it is written. What is not finished is gone when the process ends,
 * unless that is killed.
 */
public final class WholeFile {

    private static final String PREFIX = ".iamwatch";
    private static final String SUFFIX = ".part";

    /** What is being written, by any thread; also the lock of {@link #ending}. */
    private static final Set<Path> PARTS = new HashSet<>();

    private static boolean ending;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(WholeFile::end, "remove unfinished files"));
    }

    private WholeFile() {
    }

    /** Writes all that belongs into a file. */
    public interface Content {

        /**
         * Writes it.
         *
         * @throws IOException if it cannot be written
         */
        void write(Path part) throws IOException;
    }

    /**
     * Writes a file that whoever may read what stood there may read. Where something else than a file is, a pipe or a
     * device, it is written into.
     *
     * @throws IOException if it cannot be written; what stood there stands there still
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            content.write(file);
            return;
        }
        replace(file, folder -> Files.createFile(folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX)), content);
    }

    /**
     * Writes a file that only its owner may read, where the file system knows owners.
     *
     * @throws IOException if it cannot be written; what stood there stands there still
     */
    static void writeForOwner(Path file, Content content) throws IOException {
        replace(file, folder -> Files.createTempFile(folder, PREFIX, SUFFIX), content);
    }

    /** How an empty file is made in a folder. */
    private interface Creation {
        Path in(Path folder) throws IOException;
    }

    private static void replace(Path file, Creation creation, Content content) throws IOException {
        Path place = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part;
        synchronized (PARTS) {
            refuseAtTheEnd();
            part = creation.in(place.getParent());
            PARTS.add(part);
        }
        try {
            content.write(part);
            synchronized (PARTS) {
                refuseAtTheEnd();
                Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            synchronized (PARTS) {
                PARTS.remove(part);
                Files.deleteIfExists(part);
            }
        }
    }

    private static void refuseAtTheEnd() throws IOException {
        if (ending) {
            throw new IOException("the process ends");
        }
    }

    private static void end() {
        synchronized (PARTS) {
            ending = true;
            for (Path part : PARTS) {
                try {
                    Files.deleteIfExists(part);
                } catch (IOException failure) {
                    System.err.println(part + " is left, and can be removed: " + failure.getClass().getSimpleName());
                }
            }
        }
    }
}
