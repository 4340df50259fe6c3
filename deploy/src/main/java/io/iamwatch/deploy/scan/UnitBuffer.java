package io.iamwatch.deploy.scan;

import java.util.Arrays;

/** The bytes of the unit that is being read, up to a bound; of a larger one only that it is larger. */
final class UnitBuffer {

    private static final int FIRST_SIZE = 16 * 1024;
    /** What stays allocated: a rare large unit shall not keep its room for ever. */
    private static final int KEPT_SIZE = 1024 * 1024;

    private final int maxBytes;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private boolean overflown;

    UnitBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void append(byte[] source, int from, int to) {
        int count = to - from;
        if (overflown || count > maxBytes - length) {
            overflown = true;
            return;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(2L * bytes.length, length + count)));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    boolean isOverflown() {
        return overflown;
    }

    /** Returns a copy of the bytes. */
    byte[] take() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
        overflown = false;
        if (bytes.length > KEPT_SIZE) {
            bytes = new byte[FIRST_SIZE];
        }
    }

    int capacity() {
        return bytes.length;
    }
}
