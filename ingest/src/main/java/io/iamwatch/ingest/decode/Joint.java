package io.iamwatch.ingest.decode;

import java.util.Arrays;

/**
 * What stands between two values of a record, strings and numbers, as it was read once: quotes, names, brackets,
 * words. The same bytes behind a value of the same {@link Spot} mean the same, and need not be read again.
 */
final class Joint extends Literal {

    private final long[] unescaped;
    private final int dropped;
    private final Spot next;
    private final boolean numberNext;
    private final int effects;

    /**
     * Takes what was read.
     *
     * @param from where it begins (inclusive)
     * @param to where it ends (exclusive)
     * @param next the value behind it
     * @param effects what it says of the record
     */
    Joint(byte[] bytes, int from, int to, Spot next, int effects) {
        super(bytes, from, to);
        byte[] plain = unescaped(bytes, from, to);
        this.unescaped = words(plain, 0, plain.length);
        this.dropped = to - from - plain.length;
        this.next = next;
        this.numberNext = next.kind() == Spot.Kind.NUMBER;
        this.effects = effects;
    }

    /** Names have no escapes of their own: each backslash is one of a quote. */
    private static byte[] unescaped(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\\') {
                plain[length++] = bytes[i];
            }
        }
        return Arrays.copyOf(plain, length);
    }

    /** Returns whether it ends there; before a number ends also what would go on with a word or a quote. */
    boolean endsAt(byte[] in, int end, int limit) {
        return !numberNext || (end < limit && JsonNumber.isFirst(in[end]));
    }

    /** Writes it without what escapes it; up to seven bytes behind it are written too. */
    void copyTo(byte[] out, int to) {
        for (int i = 0; i < unescaped.length; i++) {
            Words.put(out, to + i * Words.BYTES, unescaped[i]);
        }
    }

    /** Returns how many bytes only escape others. */
    int dropped() {
        return dropped;
    }

    Spot next() {
        return next;
    }

    int effects() {
        return effects;
    }
}
