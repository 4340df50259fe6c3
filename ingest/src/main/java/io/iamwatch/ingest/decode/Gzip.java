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
    /** Deflate makes no more of a byte. */
    private static final long MOST_OF_A_BYTE = 1032;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final ByteBuffer in;
    private final int maxBytes;
    private final Inflater inflater;
    private final CRC32 checksum = new CRC32();
    private byte[] out;
    private int length;

    private Gzip(Slice bytes, int maxBytes, Workbench workbench) {
        this.in = ByteBuffer.wrap(bytes.array(), bytes.from(), bytes.length()).order(ByteOrder.LITTLE_ENDIAN);
        // Whoever looks at whole words has some behind the end, too.
        this.out = workbench.bytes(firstSize(bytes, maxBytes) + Words.BYTES);
        this.maxBytes = maxBytes;
        this.inflater = workbench.inflater();
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

    /**
     * The last four bytes say how much comes out of the last member, mostly the only one. What they say is believed
     * only as far as so many bytes can hold so much: they are the sender's to choose.
     */
    private static int firstSize(Slice bytes, int maxBytes) {
        long said = bytes.length() < Integer.BYTES
                ? 0
                : ByteBuffer.wrap(bytes.array()).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.to() - Integer.BYTES)
                        & 0xffff_ffffL;
        long most = Math.min(maxBytes + 1L, MOST_OF_A_BYTE * bytes.length());
        // Room for one byte more: the inflater tells that it has finished only when it is not full.
        return (int) Math.max(1, said < most ? said + 1 : Math.min(most, FIRST_SIZE));
    }

    static boolean isGzip(Slice bytes) {
        return isGzip(bytes.array(), bytes.from(), bytes.to());
    }

    private static boolean isGzip(byte[] bytes, int from, int to) {
        return to - from >= 2 && bytes[from] == (byte) 0x1f && bytes[from + 1] == (byte) 0x8b;
    }

    static Inflated inflate(Slice bytes, int maxBytes, Workbench workbench) {
        Gzip gzip = new Gzip(bytes, maxBytes, workbench);
        try {
            return gzip.members();
        } finally {
            // Lets go of the bytes.
            gzip.inflater.reset();
        }
    }

    private Inflated members() {
        byte[] bytes = in.array();
        while (!isPadding(bytes, in.position(), in.limit())) {
            int start = in.position();
            int before = length;
            Optional<String> failure = isGzip(bytes, start, in.limit())
                    ? member()
                    : Optional.of("bytes after a gzip that are none");
            if (failure.isPresent()) {
                return new Inflated(Slice.between(out, 0, before),
                        Optional.of(new Rest(Slice.between(bytes, start, in.limit()), failure.get())));
            }
        }
        return new Inflated(Slice.between(out, 0, length), Optional.empty());
    }

    /** Blocks of a fixed size are filled up with zeros. */
    private static boolean isPadding(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == 0) {
            at++;
        }
        return at == to;
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
                out = Arrays.copyOf(out, (int) Math.min(maxBytes + 1L, 2L * length) + Words.BYTES);
            }
            int room = (int) Math.min(out.length, maxBytes + 1L) - length;
            int inflated = inflater.inflate(out, length, room);
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

    private long checksum(byte[] bytes, int from, int to) {
        checksum.reset();
        checksum.update(bytes, from, to - from);
        return checksum.getValue();
    }
}
