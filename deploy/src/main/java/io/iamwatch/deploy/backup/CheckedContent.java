package io.iamwatch.deploy.backup;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * The content of an entry, which fails at its end where that is not what was written: a ZIP's reader does not look.
 */
final class CheckedContent extends FilterInputStream {

    private final ZipEntry entry;
    private final CRC32 sum = new CRC32();
    private long bytes;

    CheckedContent(InputStream content, ZipEntry entry) {
        super(content);
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Ends also when the thread is interrupted, which reading a ZIP does not by itself. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (Thread.interrupted()) {
            throw new IllegalStateException("interrupted while a backup was read");
        }
        int read = super.read(buffer, offset, length);
        if (read < 0) {
            checkEnd();
            return read;
        }
        sum.update(buffer, offset, read);
        bytes += read;
        if (bytes > entry.getSize()) {
            throw new ZipException("it has more than the " + entry.getSize() + " bytes that it is to have");
        }
        return read;
    }

    private void checkEnd() throws IOException {
        if (bytes < entry.getSize()) {
            throw new EOFException("it ends after " + bytes + " of " + entry.getSize() + " bytes");
        }
        if (sum.getValue() != entry.getCrc()) {
            throw new ZipException("its checksum differs");
        }
    }
}
