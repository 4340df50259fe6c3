package io.iamwatch.deploy.backfill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * A file, or all files of a folder and of those in it.
 *
 * @param path of the file or folder
 */
public record FolderArchive(Path path) implements Archive {

    @Override
    public void list(Sink sink) throws InterruptedException {
        try (Stream<Path> found = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            Iterator<Path> files = found.iterator();
            while (files.hasNext()) {
                Path file = files.next();
                if (Files.isRegularFile(file)) {
                    sink.file(file(file));
                }
            }
        } catch (NoSuchFileException missing) {
            sink.unreadable(path.toString(), "there is no such file or folder");
        } catch (IOException failure) {
            sink.unreadable(path.toString(), failure + "; what comes after it was not looked at");
        } catch (UncheckedIOException failure) {
            sink.unreadable(path.toString(), failure.getCause() + "; what comes after it was not looked at");
        }
    }

    private static ArchiveFile file(Path file) throws IOException {
        Path real = file.toRealPath();
        Instant modified = Files.getLastModifiedTime(real).toInstant();
        return ArchiveFile.of(file.toString(), real.getFileName().toString(), Files.size(real), modified,
                () -> Files.newInputStream(real));
    }
}
