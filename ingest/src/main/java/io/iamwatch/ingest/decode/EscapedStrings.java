package io.iamwatch.ingest.decode;

/**
 * Strings of JSON that itself stands, escaped, in a string: each quote is {@code \"}. Unescapes on the way, so that
 * looking and copying are one pass: strings as they are walked over, what stands between two of them when the
 * second one begins.
 *
 * <p>
 * A byte at {@code index} goes to {@code index - dropped}.
 */
final class EscapedStrings extends GlancedStrings {

    private final byte[] out;
    private int dropped;
    /** Up to where all is copied. */
    private int copied;

    /** Takes where to copy to; eight bytes beyond what is copied may be written too. */
    EscapedStrings(byte[] bytes, int limit, byte[] out) {
        super(bytes, limit);
        this.out = out;
    }

    /** Goes on with the JSON that begins at {@code from}, and is copied to {@code to}. */
    void begin(int from, int to) {
        dropped = from - to;
        copied = from;
    }

    /** Returns where the copy ends of what ends at {@code index}. */
    int finish(int index) {
        copyTo(index);
        return index - dropped;
    }

    @Override
    byte quote() {
        return '\\';
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
    int end(int from) {
        byte[] in = bytes();
        if (from + 1 >= limit() || in[from + 1] != '"') {
            return JsonGlance.UNSURE;
        }
        copyTo(from);
        dropped++;
        int start = from + 2 - dropped;
        out[start - 1] = '"';
        boolean unusual = false;
        int index = plain(in, from + 2);
        while (index + 3 < limit() && (in[index] != '\\' || in[index + 1] != '"')) {
            unusual = true;
            int length = in[index] < 0 ? character(in, index) : escape(in, index);
            if (length == 0) {
                return JsonGlance.UNSURE;
            }
            index = plain(in, index + length);
        }
        if (index + 3 >= limit()) {
            return JsonGlance.UNSURE;
        }
        int end = index - dropped;
        out[end] = '"';
        dropped++;
        copied = index + 2;
        return ended(copied, start, end, unusual);
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

    private void copyTo(int index) {
        int length = index - copied;
        if (length <= Words.BYTES && copied + Words.BYTES <= bytes().length) {
            Words.put(out, copied - dropped, Words.at(bytes(), copied));
        } else {
            System.arraycopy(bytes(), copied, out, copied - dropped, length);
        }
        copied = index;
    }
}
