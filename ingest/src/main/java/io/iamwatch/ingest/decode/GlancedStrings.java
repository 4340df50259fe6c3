package io.iamwatch.ingest.decode;

/** Where the strings end of the JSON that a {@link JsonGlance} looks at, and what they say. */
abstract class GlancedStrings {

    private final byte[] bytes;
    private final int limit;
    private int textFrom;
    private int textTo;
    private boolean escapes;

    GlancedStrings(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    final byte[] bytes() {
        return bytes;
    }

    final int limit() {
        return limit;
    }

    /** Returns the first byte of a string. */
    abstract byte quote();

    abstract boolean isBlank(byte b);

    /** Returns the index behind the string that begins at {@code from}, or {@link JsonGlance#UNSURE}. */
    abstract int end(int from);

    /** Returns where the text of strings stands, as in plain JSON. */
    abstract byte[] text();

    final int ended(int end, int from, int to, boolean hadEscapes) {
        textFrom = from;
        textTo = to;
        escapes = hadEscapes;
        return end;
    }

    /** Returns where the text of the last string begins, in {@link #text()}. */
    final int textFrom() {
        return textFrom;
    }

    final int textTo() {
        return textTo;
    }

    /** Returns whether the last string had escapes, or characters that are not ASCII. */
    final boolean hadEscapes() {
        return escapes;
    }

    /** Returns whether that may be escaped with one character; those by number are left to the careful way. */
    static boolean isEscape(byte kind) {
        return switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }
}
