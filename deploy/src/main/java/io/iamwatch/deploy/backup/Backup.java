package io.iamwatch.deploy.backup;

import static java.util.stream.Collectors.toMap;

import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.FolderLock;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Puts what an installation knows into one file: its broker's data and the boot's marker. Left out are Streams'
 * stores, which the broker's topics hold too, and locks.
 */
public final class Backup {

    private final InstallationFolder folder;
    private final Release release;
    private final InstantSource wallClock;

    /**
     * Creates one that has done nothing yet.
     *
     * @param release what this is
     */
    public Backup(InstallationFolder folder, Release release, InstantSource wallClock) {
        this.folder = folder;
        this.release = release;
        this.wallClock = wallClock;
    }

    /**
     * What a backup has become.
     *
     * @param manifest what it says of itself
     * @param archive its size in bytes
     * @param took from the first look to the name that it has now
     */
    public record Made(Manifest manifest, long archive, Duration took) {
    }

    /**
     * Makes a backup, reads it once, and gives it its name only then. It can be read by nobody but its owner. When this
     * fails, or the thread is interrupted, nothing is left of it.
     *
     * @param out a file that is not there yet, in a folder that is
     * @throws IllegalStateException if there is no installation, if it is at work, if {@code out} is there, or if
     *     something cannot be read or written
     */
    public Made write(Path out) {
        Instant begun = wallClock.instant();
        try {
            checkFree(out);
            checkPlace(out);
            if (!EmbeddedBroker.isFormatted(folder.broker())) {
                throw new IllegalStateException("data.dir " + folder.path() + " holds no installation: there is no "
                        + "broker's data in " + folder.broker());
            }
            FolderLock lock = FolderLock.take(EmbeddedBroker.locks(folder.broker())).orElseThrow(this::atWork);
            try (lock) {
                Manifest manifest = writeLocked(out);
                return new Made(manifest, Files.size(out), Duration.between(begun, wallClock.instant()));
            }
        } catch (IOException | UncheckedIOException failure) {
            throw new IllegalStateException("cannot make the backup: " + Failures.words(failure), failure);
        }
    }

    private void checkPlace(Path out) throws IOException {
        Path place = place(out);
        if (!Files.isDirectory(place)) {
            throw new IllegalStateException("no folder " + place + " to write " + out.getFileName() + " to");
        }
        if (Files.exists(folder.broker()) && place.toRealPath().startsWith(folder.broker().toRealPath())) {
            throw new IllegalStateException(out + " lies in the broker's folder, which it is to be a backup of: name "
                    + "another place, best on another disk");
        }
    }

    private static Path place(Path out) {
        return out.toAbsolutePath().normalize().getParent();
    }

    private static void checkFree(Path out) {
        if (Files.exists(out)) {
            throw new IllegalStateException(out + " is there already, and is not overwritten: name another file");
        }
    }

    private IllegalStateException atWork() {
        return new IllegalStateException(folder.path() + " is in use, by `run` or by another backup: stop it first. "
                + "Nothing is lost by that: Kinesis keeps its records until the retention of the stream is over");
    }

    private Manifest writeLocked(Path out) throws IOException {
        List<LastingFile> files = LastingFile.of(folder);
        Listing listing = Listing.of(files.stream().collect(toMap(LastingFile::name, LastingFile::bytes)));
        Manifest manifest = new Manifest(release, wallClock.instant(), listing, folder.hasStoppedCleanly());
        // For its owner alone, from the beginning.
        Path partial = Files.createTempFile(place(out), out.getFileName() + ".", ".partial");
        try {
            ArchiveWriter.write(partial, manifest, files);
            readBack(partial);
            checkFree(out);
            Files.move(partial, out, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        Sync.folder(place(out));
        return manifest;
    }

    private static void readBack(Path archive) throws IOException {
        try (ArchiveReader written = ArchiveReader.open(archive)) {
            written.read((name, modified, content) -> content.transferTo(OutputStream.nullOutputStream()));
        }
    }
}
