package io.iamwatch.ingest.decode;

/**
 * Where a JSON value stands.
 *
 * @param from index of its first byte
 * @param to index after its last byte
 * @param closed false if it breaks off at {@code to}
 */
record Extent(int from, int to, boolean closed) {

    static Extent closed(int from, int to) {
        return new Extent(from, to, true);
    }

    static Extent brokenOff(int from, int to) {
        return new Extent(from, to, false);
    }

    Slice in(byte[] bytes) {
        return Slice.between(bytes, from, to);
    }
}
