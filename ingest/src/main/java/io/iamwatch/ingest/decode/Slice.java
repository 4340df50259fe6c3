package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes as they stand in a larger array. Nobody may change the array afterwards. */
public final class Slice {

    private final byte[] array;
    private final int offset;
    private final int length;

    private Slice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    /** Returns the bytes from {@code from} (inclusive) to {@code to} (exclusive) of an array, without a copy. */
    static Slice between(byte[] array, int from, int to) {
        return new Slice(array, from, to - from);
    }

    /** Returns the array that holds the bytes, and others. */
    byte[] array() {
        return array;
    }

    /** Returns whether it is that array which holds the bytes. */
    @SuppressWarnings("ReferenceEquality")
    boolean isIn(byte[] other) {
        return array == other;
    }

    int from() {
        return offset;
    }

    int to() {
        return offset + length;
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    /** Returns an array of exactly these bytes: the underlying one where it holds nothing else, else a copy. */
    public byte[] toByteArray() {
        return length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Returns the bytes as text; what is no UTF-8 becomes U+FFFD. */
    @Override
    public String toString() {
        return new String(array, offset, length, UTF_8);
    }
}
