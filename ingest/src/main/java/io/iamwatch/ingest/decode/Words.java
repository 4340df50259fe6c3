package io.iamwatch.ingest.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes of JSON at a time. In what the methods return, the lowest bit that is set is that of the
 * first byte that was looked for; bits above it may be wrong, since subtractions borrow.
 */
final class Words {

    static final int BYTES = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long BACKSLASHES = ONES * '\\';
    /** Makes a blank of a quote, and of what is less than a blank nothing else. */
    private static final long QUOTE_TO_BLANK = ONES * ('"' ^ ' ');
    private static final long BEHIND_BLANK = ONES * (' ' + 1);

    private Words() {
    }

    static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    static void put(byte[] bytes, int index, long word) {
        LONGS.set(bytes, index, word);
    }

    /** Marks quotes, backslashes and control characters: what ends a run of a string. */
    static long stops(long word) {
        return (((word ^ QUOTE_TO_BLANK) - BEHIND_BLANK) | ((word ^ BACKSLASHES) - ONES)) & ~word & HIGH;
    }

    /** Marks the same and bytes that are not ASCII. */
    static long stopsAndHigh(long word) {
        return (((word ^ QUOTE_TO_BLANK) - BEHIND_BLANK) | ((word ^ BACKSLASHES) - ONES) | word) & HIGH;
    }

    /** Returns the index, in the word, of the first byte that is marked; only if one is. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >> 3;
    }
}
