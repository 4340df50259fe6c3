package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Strings of short ASCII texts. Few texts come again and again, and are made once: each has its place, where the
 * one that came last stands. Serves one thread.
 */
final class Texts {

    private static final int PLACES_BITS = 10;
    private static final int LONGEST = 64;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final byte[][] bytes = new byte[1 << PLACES_BITS][];
    private final String[] strings = new String[1 << PLACES_BITS];

    /** Returns what the bytes from {@code from} (inclusive) to {@code to} (exclusive) say. */
    String of(byte[] array, int from, int to) {
        int length = to - from;
        if (length == 0 || length > LONGEST || from + Words.BYTES > array.length) {
            return new String(array, from, length, ISO_8859_1);
        }
        int place = place(array, from, to);
        byte[] known = bytes[place];
        if (known == null || !Arrays.equals(known, 0, known.length, array, from, to)) {
            bytes[place] = Arrays.copyOfRange(array, from, to);
            strings[place] = new String(array, from, length, ISO_8859_1);
        }
        return strings[place];
    }

    private static int place(byte[] array, int from, int to) {
        int length = to - from;
        long first = Words.at(array, from);
        long ends = length < Words.BYTES
                ? first << (Long.SIZE - Byte.SIZE * length)
                : (first * SPREAD) ^ Long.rotateLeft(Words.at(array, to - Words.BYTES), 29);
        return (int) (((ends ^ length) * SPREAD) >>> (Long.SIZE - PLACES_BITS));
    }
}
