package io.iamwatch.ingest.decode;

/** Bytes that are looked for, eight at a time. */
class Literal {

    private final long[] words;
    private final int length;
    private final int last;
    /** Those bits of the last word that count. */
    private final long lastBits;

    /** Takes the bytes from {@code from} (inclusive) to {@code to} (exclusive), at least one. */
    Literal(byte[] bytes, int from, int to) {
        this.length = to - from;
        this.words = words(bytes, from, to);
        this.last = words.length - 1;
        this.lastBits = length % Words.BYTES == 0 ? -1L : -1L >>> (Long.SIZE - Byte.SIZE * (length % Words.BYTES));
    }

    static long[] words(byte[] bytes, int from, int to) {
        int count = (to - from + Words.BYTES - 1) / Words.BYTES;
        byte[] padded = new byte[count * Words.BYTES];
        System.arraycopy(bytes, from, padded, 0, to - from);
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = Words.at(padded, i * Words.BYTES);
        }
        return words;
    }

    final int length() {
        return length;
    }

    /** Returns whether they stand there. May say no where too little is left of the array for whole words. */
    final boolean isAt(byte[] bytes, int at, int limit) {
        if (at + (last + 1) * Words.BYTES > bytes.length || at + length > limit) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            if (Words.at(bytes, at + i * Words.BYTES) != words[i]) {
                return false;
            }
        }
        return ((Words.at(bytes, at + last * Words.BYTES) ^ words[last]) & lastBits) == 0;
    }
}
