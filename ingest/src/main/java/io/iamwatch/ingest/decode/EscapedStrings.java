package io.iamwatch.ingest.decode;

/**
 * Strings of JSON that itself stands, escaped, in a string: each quote is {@code \"}. Unescapes on the way, so that
 * looking and copying are one pass: all that was gone past is copied.
 *
 * <p>
 * A byte at {@code index} goes to {@code index - dropped}.
 */
final class EscapedStrings extends RecordText {

    private final byte[] out;
    private int dropped;

    /** Takes where to copy to; eight bytes beyond what is copied may be written too. */
    EscapedStrings(byte[] bytes, int limit, byte[] out) {
        super(bytes, limit);
        this.out = out;
    }

    /** Goes on with the JSON that begins at {@code from}, and is copied to {@code to}. */
    void begin(int from, int to) {
        dropped = from - to;
    }

    /** Returns where the copy ends of what ends at {@code index}. */
    int finish(int index) {
        return index - dropped;
    }

    @Override
    int quoteLength() {
        return 2;
    }

    @Override
    boolean isQuote(int index) {
        return index + 1 < limit() && bytes()[index] == '\\' && bytes()[index + 1] == '"';
    }

    /** Others would be escaped. */
    @Override
    boolean isBlank(byte b) {
        return b == ' ';
    }

    @Override
    byte[] text() {
        return out;
    }

    @Override
    void pass(Joint joint, int from) {
        joint.copyTo(out, from - dropped);
        dropped += joint.dropped();
    }

    @Override
    void pass(int from, int to) {
        System.arraycopy(bytes(), from, out, from - dropped, to - from);
    }

    @Override
    int end(int from) {
        byte[] in = bytes();
        int start = from - dropped;
        boolean unusual = false;
        int index = plain(in, from);
        while (index + 3 < limit() && (in[index] != '\\' || in[index + 1] != '"')) {
            unusual = true;
            int length = in[index] < 0 ? character(in, index) : escape(in, index);
            if (length == 0) {
                return JsonGlance.UNSURE;
            }
            index = plain(in, index + length);
        }
        return index + 3 >= limit() ? JsonGlance.UNSURE : ended(index, start, index - dropped, unusual);
    }

    /** Copies plain ASCII; returns the index of what follows, or of the limit where too little is left for words. */
    private int plain(byte[] in, int from) {
        int last = Math.min(in.length - Words.BYTES, limit() - 1);
        for (int index = from; index <= last; index += Words.BYTES) {
            long word = Words.at(in, index);
            // All eight are written, and those behind the first stop overwritten by what follows.
            Words.put(out, index - dropped, word);
            long stops = Words.stopsAndHigh(word);
            if (stops != 0) {
                return index + Words.first(stops);
            }
        }
        return limit();
    }

    private int character(byte[] in, int index) {
        int length = Utf8.length(in, index, limit());
        System.arraycopy(in, index, out, index - dropped, length);
        return length;
    }

    /** Copies an escape of the inner JSON, whose backslash is itself escaped; returns how long it was, or 0. */
    private int escape(byte[] in, int index) {
        if (in[index] != '\\' || in[index + 1] != '\\') {
            return 0;
        }
        boolean escaped = in[index + 2] == '\\';
        byte kind = in[escaped ? index + 3 : index + 2];
        // A quote or backslash is escaped once more, a letter is not.
        if (!isEscape(kind) || escaped != (kind == '"' || kind == '\\')) {
            return 0;
        }
        out[index - dropped] = '\\';
        out[index - dropped + 1] = kind;
        int length = escaped ? 4 : 3;
        dropped += length - 2;
        return length;
    }
}
