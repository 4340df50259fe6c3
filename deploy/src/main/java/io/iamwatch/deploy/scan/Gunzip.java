package io.iamwatch.deploy.scan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates gzip, member after member (RFC 1952), up to the end. {@link java.util.zip.GZIPInputStream} passes over
 * what follows a member and is none, or is a damaged one; here that is an error, after all bytes before it were
 * handed on.
 */
public final class Gunzip extends InputStream {

    private static final int CHUNK = 64 * 1024;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final PushbackInputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] chunk = new byte[CHUNK];
    private int inputEnd;
    private boolean inMember;
    private boolean ended;

    private Gunzip(PushbackInputStream in) {
        this.in = in;
    }

    /** Returns a stream of what a stream holds, inflated if it begins as gzip does. */
    public static InputStream ifGzip(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, CHUNK);
        byte[] first = in.readNBytes(2);
        in.unread(first);
        return first.length == 2 && first[0] == (byte) 0x1f && first[1] == (byte) 0x8b ? new Gunzip(in) : in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (!ended) {
            if (!inMember && !nextMember()) {
                ended = true;
                break;
            }
            int inflated = inflate(bytes, from, length);
            if (inflated > 0) {
                checksum.update(bytes, from, inflated);
                return inflated;
            }
            trailer();
        }
        return -1;
    }

    /** Returns 0 when the member's data ends. */
    private int inflate(byte[] bytes, int from, int length) throws IOException {
        try {
            int inflated = inflater.inflate(bytes, from, length);
            while (inflated == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new ZipException("corrupt gzip");
                }
                int read = in.read(chunk);
                if (read < 0) {
                    throw new EOFException("gzip breaks off");
                }
                inputEnd = read;
                inflater.setInput(chunk, 0, read);
                inflated = inflater.inflate(bytes, from, length);
            }
            return inflated;
        } catch (DataFormatException corrupt) {
            throw (IOException) new ZipException("corrupt gzip").initCause(corrupt);
        }
    }

    private void trailer() throws IOException {
        int rest = inflater.getRemaining();
        in.unread(chunk, inputEnd - rest, rest);
        inMember = false;
        long expected = number(4);
        long size = number(4);
        if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("corrupt gzip: its checksum differs");
        }
    }

    /** Returns false at the end; blocks of a fixed size are filled up with zeros. */
    private boolean nextMember() throws IOException {
        int first = in.read();
        while (first == 0) {
            first = in.read();
        }
        if (first < 0) {
            return false;
        }
        if (first != 0x1f || in.read() != 0x8b) {
            throw new ZipException("bytes after a gzip that are none");
        }
        header();
        inflater.reset();
        checksum.reset();
        inMember = true;
        return true;
    }

    private void header() throws IOException {
        if (number(1) != DEFLATE) {
            throw new ZipException("corrupt gzip");
        }
        int flags = (int) number(1);
        number(6);
        if ((flags & EXTRA) != 0) {
            for (long length = number(2); length > 0; length--) {
                number(1);
            }
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            number(2);
        }
    }

    private void skipText() throws IOException {
        while (number(1) != 0) {
            // A name of any length.
        }
    }

    private long number(int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            int read = in.read();
            if (read < 0) {
                throw new EOFException("gzip breaks off");
            }
            number |= (long) read << (8 * i);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
