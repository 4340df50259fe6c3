package io.iamwatch.deploy.backup;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.pipeline.InstallationFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Puts what a backup holds into a data folder without an installation. */
public final class Restore {

    private final InstallationFolder folder;
    private final Release release;

    /**
     * Creates one that has done nothing yet.
     *
     * @param release what this is
     */
    public Restore(InstallationFolder folder, Release release) {
        this.folder = folder;
        this.release = release;
    }

    /**
     * Unpacks a backup beside the place of the broker's folder, and gives it that name when all of it is on the disk.
     * When this fails, or the thread is interrupted, nothing of it is left.
     *
     * @return what the backup says of itself
     * @throws IllegalStateException if the folder holds an installation, or anything of one; if the backup is damaged,
     *     of a later format, or of a later broker; if something cannot be read or written
     */
    public Manifest read(Path archive) {
        checkNothingThere();
        try (ArchiveReader reader = ArchiveReader.open(archive)) {
            checkKafka(reader.manifest());
            Files.createDirectories(folder.path());
            unpack(reader);
            return reader.manifest();
        } catch (IOException | UncheckedIOException failure) {
            throw new IllegalStateException("cannot restore: " + Failures.words(failure), failure);
        }
    }

    /** Stores of Streams count too: they would be ahead of the topics that come with the backup. */
    private void checkNothingThere() {
        List<Path> there = Stream.of(folder.broker(), folder.state(), folder.bootMarker()).filter(Files::exists)
                .toList();
        if (!there.isEmpty()) {
            throw new IllegalStateException("data.dir " + folder.path() + " holds an installation already: " + there
                    + ". Move that away first, or name another folder as data.dir");
        }
    }

    private void checkKafka(Manifest manifest) {
        if (manifest.release().hasLaterKafkaThan(release)) {
            throw new IllegalStateException("the backup was made with Kafka " + neutralise(manifest.release().kafka())
                    + ", and this has " + release.kafka() + ", which may not read it: restore it with iamwatch "
                    + neutralise(manifest.release().iamwatch()) + " or newer");
        }
    }

    private void unpack(ArchiveReader reader) throws IOException {
        try (Unpacking unpacking = Unpacking.begin(folder.path().resolve(".restoring"))) {
            reader.read(unpacking::write);
            InstallationFolder unpacked = new InstallationFolder(unpacking.folder());
            if (!EmbeddedBroker.isFormatted(unpacked.broker())) {
                throw new IllegalStateException("the backup has no broker's data in it");
            }
            Sync.folders(unpacking.folder());
            checkNothingThere();
            moveIntoPlace(unpacked);
        }
        Sync.folder(folder.path());
    }

    /**
     * The marker first: without it a broker that was killed would pass for one that stopped. The broker's folder is not
     * moved onto that of a broker which has started meanwhile.
     */
    private void moveIntoPlace(InstallationFolder unpacked) throws IOException {
        boolean marked = Files.exists(unpacked.bootMarker());
        if (marked) {
            Files.move(unpacked.bootMarker(), folder.bootMarker());
        }
        try {
            Sync.folder(folder.path());
            Files.move(unpacked.broker(), folder.broker(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            if (marked) {
                Files.deleteIfExists(folder.bootMarker());
            }
            throw failure;
        }
    }
}
