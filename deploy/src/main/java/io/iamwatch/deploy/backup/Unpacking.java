package io.iamwatch.deploy.backup;

import io.iamwatch.deploy.embedded.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Files of a backup as they are unpacked into a folder of their own. */
final class Unpacking implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final Path folder;
    private final FolderLock lock;

    private Unpacking(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Begins with an empty folder.
     *
     * @param folder what is in it is removed: a restore that was killed has left it
     * @throws IllegalStateException if another restore is at work there
     */
    static Unpacking begin(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path lockFile = folder.resolve(".lock");
        FolderLock lock = FolderLock.take(List.of(lockFile)).orElseThrow(() -> new IllegalStateException(
                "another restore is at work in " + folder + ": wait for its end"));
        remove(folder, file -> !file.equals(lockFile) && !file.equals(folder));
        return new Unpacking(folder, lock);
    }

    /** Writes a file, and forces it to the disk. */
    void write(String name, FileTime modified, InputStream content) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IllegalStateException("an entry of the backup leads out of " + folder);
        }
        try (FileChannel out = create(file)) {
            copy(content, out, file);
            force(out, file);
        }
        try {
            Files.setLastModifiedTime(file, modified);
        } catch (IOException failure) {
            throw ours(file, failure);
        }
    }

    private static FileChannel create(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw ours(file, failure);
        }
    }

    /** Leaves out what is zero: a broker that did not stop has indexes of 10 MB with next to nothing in them. */
    private static void copy(InputStream content, FileChannel out, Path file) throws IOException {
        byte[] block = new byte[BLOCK];
        long end = 0;
        boolean hole = false;
        for (int read = content.readNBytes(block, 0, BLOCK); read > 0; read = content.readNBytes(block, 0, BLOCK)) {
            hole = Arrays.equals(block, 0, read, ZEROS, 0, read);
            if (!hole) {
                write(ByteBuffer.wrap(block, 0, read), out, end, file);
            }
            end += read;
        }
        if (hole) {
            write(ByteBuffer.wrap(ZEROS, 0, 1), out, end - 1, file);
        }
    }

    private static void write(ByteBuffer bytes, FileChannel out, long at, Path file) {
        try {
            for (long position = at; bytes.hasRemaining();) {
                position += out.write(bytes, position);
            }
        } catch (IOException failure) {
            throw ours(file, failure);
        }
    }

    private static void force(FileChannel out, Path file) {
        try {
            out.force(true);
        } catch (IOException failure) {
            throw ours(file, failure);
        }
    }

    /** Not the backup's fault. */
    private static UncheckedIOException ours(Path file, IOException failure) {
        return new UncheckedIOException("cannot write " + file + ": " + failure, failure);
    }

    Path folder() {
        return folder;
    }

    /** Removes the folder with all that is in it still. */
    @Override
    public void close() throws IOException {
        try (lock) {
            remove(folder, file -> true);
        }
    }

    private static void remove(Path folder, Predicate<Path> what) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.filter(what).sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
