package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds a key in a record's bytes by its pieces. A piece is four bytes of it: any text with the key in it has one
 * at each {@link #stride} bytes, so the others need no look. It is a record since compilers take what a record
 * holds for constant, which makes a look a tenth faster.
 *
 * @param key what is looked for
 * @param stride how many bytes apart the looks may be
 * @param places by a piece's hash, where it stands in the key, counted from one; zero where no piece has that hash
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
record KeyPieces(byte[] key, int stride, byte[] places) {

    static final int NONE = -1;

    private static final int PIECE = Integer.BYTES;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x9E37_79B1;

    /** Prepares to look for a key of ASCII letters. */
    static KeyPieces of(String text) {
        byte[] key = text.getBytes(US_ASCII);
        int stride = key.length - PIECE + 1;
        byte[] places = new byte[1 << HASH_BITS];
        for (int i = 0; i < stride; i++) {
            int hash = hash(key, i);
            if (places[hash] != 0) {
                throw new IllegalArgumentException("two pieces of the key have one hash: " + text);
            }
            places[hash] = (byte) (i + 1);
        }
        return new KeyPieces(key, stride, places);
    }

    /** Returns how long the key is, in bytes. */
    int length() {
        return key.length;
    }

    /** Returns where the key stands first between two places; {@link #NONE} where it does not. */
    int find(byte[] bytes, int from, int to) {
        for (int i = from + stride - 1; i <= to - PIECE; i += stride) {
            int place = places[hash(bytes, i)];
            if (place != 0 && isKey(bytes, i - place + 1, to)) {
                return i - place + 1;
            }
        }
        return NONE;
    }

    private boolean isKey(byte[] bytes, int at, int to) {
        return at + key.length <= to && Arrays.equals(bytes, at, at + key.length, key, 0, key.length);
    }

    /** Returns the hash of the four bytes at a place; bytes that are no piece of the key may have that of one. */
    private static int hash(byte[] bytes, int at) {
        return ((int) INT.get(bytes, at) * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
    }
}
