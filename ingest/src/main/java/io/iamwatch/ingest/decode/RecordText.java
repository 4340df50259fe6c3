package io.iamwatch.ingest.decode;

/** The JSON that a {@link RecordGlance} looks at: where its strings end, and what they say. */
abstract class RecordText {

    private final byte[] bytes;
    private final int limit;
    private int textFrom;
    private int textTo;
    private boolean escapes;

    RecordText(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    final byte[] bytes() {
        return bytes;
    }

    final int limit() {
        return limit;
    }

    /** Returns how long quotes are. */
    abstract int quoteLength();

    abstract boolean isQuote(int index);

    abstract boolean isBlank(byte b);

    /** Returns the index of the quote that ends the string whose text begins there, or {@link JsonGlance#UNSURE}. */
    abstract int end(int from);

    /** Goes past what stands there between two values. */
    abstract void pass(Joint joint, int from);

    /** Goes past a number. */
    abstract void pass(int from, int to);

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
