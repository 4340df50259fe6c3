package io.iamwatch.detector.topology;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The pieces of a key that is looked for in a record's bytes. A piece is four bytes of it: any text with the key in
 * it has one at each {@link #stride} bytes, so the others need no look. A table tells by a piece's hash where in
 * the key it stands.
 */
final class KeyPieces {

    static final int PIECE = Integer.BYTES;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HASH_BITS = 12;
    private static final int HASH_FACTOR = 0x9E37_79B1;

    private KeyPieces() {
    }

    /** Returns how many bytes apart the looks may be. */
    static int stride(byte[] key) {
        return key.length - PIECE + 1;
    }

    /** Returns, by hash, where a piece stands in the key, counted from one; zero where none has that hash. */
    static byte[] places(byte[] key) {
        byte[] places = new byte[1 << HASH_BITS];
        for (int i = 0; i < stride(key); i++) {
            int hash = hash(key, i);
            if (places[hash] != 0) {
                throw new IllegalStateException("two pieces of the key have one hash");
            }
            places[hash] = (byte) (i + 1);
        }
        return places;
    }

    /** Returns the hash of the four bytes at a place; bytes that are no piece of the key may have that of one. */
    static int hash(byte[] bytes, int at) {
        return ((int) INT.get(bytes, at) * HASH_FACTOR) >>> (Integer.SIZE - HASH_BITS);
    }
}
