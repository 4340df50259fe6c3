package io.iamwatch.deploy.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a backup's file, a ZIP. */
final class ArchiveWriter {

    private static final int BUFFER = 64 * 1024;

    private ArchiveWriter() {
    }

    /**
     * Writes a backup, which is on the disk when this returns.
     *
     * @param archive a file that is there
     * @throws java.nio.channels.ClosedByInterruptException if the thread is interrupted
     */
    static void write(Path archive, Manifest manifest, List<LastingFile> files) throws IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            // The installation stands still meanwhile, and records are compressed already.
            zip.setLevel(Deflater.BEST_SPEED);
            begin(zip, Manifest.ENTRY, FileTime.from(manifest.taken()));
            zip.write(manifest.toJson());
            for (LastingFile file : files) {
                add(zip, file);
            }
            zip.finish();
            out.flush();
            channel.force(true);
        }
    }

    private static void add(ZipOutputStream zip, LastingFile file) throws IOException {
        begin(zip, file.name(), file.modified());
        try (InputStream content = Files.newInputStream(file.file())) {
            if (content.transferTo(zip) != file.bytes()) {
                throw new IllegalStateException(file.file() + " changed while it was read: something else writes to "
                        + "this installation; stop it, and make the backup again");
            }
        }
    }

    private static void begin(ZipOutputStream zip, String name, FileTime modified) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(modified);
        zip.putNextEntry(entry);
    }
}
