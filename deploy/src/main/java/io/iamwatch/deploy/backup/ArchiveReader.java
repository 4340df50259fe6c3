package io.iamwatch.deploy.backup;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup's file, read as one that may be damaged, or made to do harm. */
final class ArchiveReader implements AutoCloseable {

    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    private final Path archive;
    private final ZipFile zip;
    private final Manifest manifest;
    private final List<? extends ZipEntry> files;

    private ArchiveReader(Path archive, ZipFile zip) throws IOException {
        this.archive = archive;
        this.zip = zip;
        this.manifest = readManifest();
        this.files = zip.stream().filter(entry -> !entry.getName().equals(Manifest.ENTRY)).toList();
    }

    /** Takes the files of a backup. */
    interface Taker {

        /**
         * Takes one.
         *
         * @param name below the data folder, with slashes; leads nowhere else
         * @param content fails where it is not what was written
         * @throws IOException from the content; what is of the taker's own is unchecked
         */
        void take(String name, FileTime modified, InputStream content) throws IOException;
    }

    /**
     * Opens a backup, and looks at what it says of itself.
     *
     * @throws IllegalStateException if it is no backup, or not all of one, or of a format or with names that cannot be
     *     restored
     */
    static ArchiveReader open(Path archive) {
        ZipFile zip = zip(archive);
        try {
            ArchiveReader reader = new ArchiveReader(archive, zip);
            reader.checkListing();
            return reader;
        } catch (IOException | RuntimeException refused) {
            closeQuietly(zip);
            throw refused instanceof IllegalStateException sentence
                    ? sentence
                    : new IllegalStateException(archive + " is damaged: " + refused.getMessage(), refused);
        }
    }

    private static ZipFile zip(Path archive) {
        try {
            return new ZipFile(archive.toFile());
        } catch (NoSuchFileException missing) {
            throw new IllegalStateException(archive + ": there is no such file", missing);
        } catch (ZipException torn) {
            throw new IllegalStateException(archive + " is no backup, or damaged, or only the beginning of one: "
                    + torn.getMessage(), torn);
        } catch (IOException unreadable) {
            throw new IllegalStateException(archive + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static void closeQuietly(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException read) {
            // Nothing was written by it.
            return;
        }
    }

    private Manifest readManifest() throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw new IllegalStateException(archive + " is no backup of iamwatch: it has no " + Manifest.ENTRY);
        }
        try (InputStream content = new CheckedContent(zip.getInputStream(entry), entry)) {
            return Manifest.parse(content.readNBytes(Manifest.MAX_BYTES));
        }
    }

    private void checkListing() {
        Map<String, Long> sizes = new HashMap<>();
        for (ZipEntry entry : files) {
            String name = entry.getName();
            if (!isOfABackup(name)) {
                throw new IllegalStateException(archive + " is no backup of iamwatch: it has an entry \""
                        + neutralise(name) + "\", which would not come to the broker's folder");
            }
            if (sizes.put(name, entry.getSize()) != null) {
                throw new IllegalStateException(archive + " is damaged: it has two entries " + neutralise(name));
            }
        }
        Listing found = Listing.of(sizes);
        if (!found.equals(manifest.listing())) {
            throw new IllegalStateException(archive + " is damaged: it has " + found + ", and says that it has "
                    + manifest.listing() + "; or their names differ");
        }
    }

    private static boolean isOfABackup(String name) {
        return name.equals(LastingFile.MARKER) || (name.startsWith(LastingFile.BROKER) && isSafe(name));
    }

    private static boolean isSafe(String name) {
        return name.indexOf('\\') < 0 && name.chars().noneMatch(Character::isISOControl)
                && Arrays.stream(name.split("/", -1)).noneMatch(NO_NAMES::contains);
    }

    Manifest manifest() {
        return manifest;
    }

    /**
     * Reads all files, whole, in their order.
     *
     * @throws IllegalStateException if one of them is not what was written
     */
    void read(Taker taker) {
        for (ZipEntry entry : files) {
            try (InputStream content = new CheckedContent(zip.getInputStream(entry), entry)) {
                taker.take(entry.getName(), entry.getLastModifiedTime(), content);
            } catch (IOException damaged) {
                throw new IllegalStateException(archive + " is damaged in " + neutralise(entry.getName()) + ": "
                        + damaged.getMessage(), damaged);
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
