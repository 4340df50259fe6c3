package io.iamwatch.ingest.decode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip, member by member (RFC 1952), up to a bound. {@link java.util.zip.GZIPInputStream} would pass over
 * what follows a member and is none, or is a damaged one.
 */
final class Gzip {

    private static final int FIRST_SIZE = 8192;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final ByteBuffer in;
    private final int maxBytes;
    private final Inflater inflater;
    private byte[] out = new byte[FIRST_SIZE];
    private int length;

    private Gzip(byte[] bytes, int maxBytes, Inflater inflater) {
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.maxBytes = maxBytes;
        this.inflater = inflater;
    }

    /**
     * What a gzip came to.
     *
     * @param content what all members up to the first unusable one say, with checksums that agree; may be empty
     * @param rest what is left from there on
     */
    record Inflated(Slice content, Optional<Rest> rest) {
    }

    /**
     * What cannot be used.
     *
     * @param bytes as they came
     * @param reason for people
     */
    record Rest(Slice bytes, String reason) {
    }

    static boolean isGzip(byte[] bytes) {
        return isGzip(bytes, 0);
    }

    private static boolean isGzip(byte[] bytes, int at) {
        return bytes.length - at >= 2 && bytes[at] == (byte) 0x1f && bytes[at + 1] == (byte) 0x8b;
    }

    static Inflated inflate(byte[] bytes, int maxBytes) {
        Inflater inflater = new Inflater(true);
        try {
            return new Gzip(bytes, maxBytes, inflater).members();
        } finally {
            inflater.end();
        }
    }

    private Inflated members() {
        byte[] bytes = in.array();
        while (!isPadding(bytes, in.position())) {
            int start = in.position();
            int before = length;
            Optional<String> failure = isGzip(bytes, start)
                    ? member()
                    : Optional.of("bytes after a gzip that are none");
            if (failure.isPresent()) {
                return new Inflated(Slice.between(out, 0, before),
                        Optional.of(new Rest(Slice.between(bytes, start, bytes.length), failure.get())));
            }
        }
        return new Inflated(Slice.between(out, 0, length), Optional.empty());
    }

    /** Blocks of a fixed size are filled up with zeros. */
    private static boolean isPadding(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at == bytes.length;
    }

    /** Goes past one member; returns why it cannot be used, if so. */
    private Optional<String> member() {
        int start = length;
        try {
            boolean intact = header();
            if (intact) {
                deflated();
            }
            if (length > maxBytes) {
                return Optional.of("gzip inflates to more than " + maxBytes + " bytes");
            }
            return intact && trailer(start) ? Optional.empty() : Optional.of("corrupt gzip");
        } catch (BufferUnderflowException truncated) {
            return Optional.of("gzip breaks off");
        } catch (DataFormatException corrupt) {
            return Optional.of("corrupt gzip");
        }
    }

    private boolean header() {
        int start = in.position();
        in.getShort();
        byte method = in.get();
        byte flags = in.get();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(Short.toUnsignedInt(in.getShort()));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        int end = in.position();
        return method == DEFLATE
                && ((flags & HEADER_CHECKSUM) == 0 || in.getShort() == (short) checksum(in.array(), start, end));
    }

    private void skip(int count) {
        if (in.remaining() < count) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + count);
    }

    private void skipText() {
        byte last;
        do {
            last = in.get();
        } while (last != 0);
    }

    private void deflated() throws DataFormatException {
        inflater.reset();
        inflater.setInput(in.array(), in.position(), in.remaining());
        while (!inflater.finished() && length <= maxBytes) {
            if (length == out.length) {
                out = Arrays.copyOf(out, (int) Math.min(maxBytes + 1L, 2L * length));
            }
            int inflated = inflater.inflate(out, length, out.length - length);
            if (inflated == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new DataFormatException("gzip knows no dictionaries");
                }
                throw new BufferUnderflowException();
            }
            length += inflated;
        }
        in.position(in.limit() - inflater.getRemaining());
    }

    private boolean trailer(int start) {
        int checksum = in.getInt();
        int size = in.getInt();
        return checksum == (int) checksum(out, start, length) && size == length - start;
    }

    private static long checksum(byte[] bytes, int from, int to) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, from, to - from);
        return checksum.getValue();
    }
}
