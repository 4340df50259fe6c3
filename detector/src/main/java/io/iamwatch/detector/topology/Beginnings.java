package io.iamwatch.detector.topology;

import java.util.Collection;

/** Tells of nearly every word that it is none of some by its first two letters. */
final class Beginnings {

    private static final int SLOTS = 1 << 10;
    private static final int FACTOR = 37;

    private final boolean[] begins = new boolean[SLOTS];

    /** Knows these words, each of two ASCII letters or more. */
    Beginnings(Collection<String> words) {
        words.forEach(word -> begins[slot((byte) word.charAt(0), (byte) word.charAt(1))] = true);
    }

    /** Returns whether the word that begins at a place may be one of them; false only if surely it is none. */
    boolean mayBeOne(byte[] bytes, int at, int to) {
        return at + 1 >= to || begins[slot(bytes[at], bytes[at + 1])];
    }

    private static int slot(byte first, byte second) {
        return (first * FACTOR + second) & (SLOTS - 1);
    }
}
