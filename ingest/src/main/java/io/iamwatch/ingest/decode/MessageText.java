package io.iamwatch.ingest.decode;

/**
 * Where the messages of one payload are unescaped to, one behind the other, eight bytes at a time. Serves the fast
 * way only: what is unusual is {@link JsonGlance#UNSURE}.
 */
final class MessageText {

    private final byte[] in;
    private final int limit;
    private final byte[] out;
    private int length;

    /** An escape is never shorter than what it stands for: all messages fit, with what is written beyond their ends. */
    MessageText(byte[] in, int from, int limit) {
        this.in = in;
        this.limit = limit;
        this.out = new byte[limit - from + Words.BYTES];
    }

    byte[] out() {
        return out;
    }

    /** Returns where the next message will begin. */
    int length() {
        return length;
    }

    /** Says where the next message will begin. */
    void setLength(int end) {
        length = end;
    }

    /** Appends what the string says whose first quote is at {@code from}; returns the index of its last one. */
    int append(int from) {
        int index = from + 1;
        int to = length;
        while (index < limit) {
            int plain = copyPlain(index, to);
            index += plain;
            to += plain;
            if (plain == Words.BYTES) {
                continue;
            }
            byte stop = index < limit ? in[index] : 0;
            if (stop == '"') {
                length = to;
                return index;
            }
            int meant = stop == '\\' && index + 1 < limit ? meaning(in[index + 1]) : JsonGlance.UNSURE;
            if (meant == JsonGlance.UNSURE) {
                return JsonGlance.UNSURE;
            }
            out[to++] = (byte) meant;
            index += 2;
        }
        return JsonGlance.UNSURE;
    }

    /**
     * Copies up to eight bytes, and returns how many of them come before a quote, a backslash or a control character.
     */
    private int copyPlain(int index, int to) {
        if (index + Words.BYTES > limit) {
            int plain = 0;
            while (index + plain < limit && isPlain(in[index + plain])) {
                out[to + plain] = in[index + plain];
                plain++;
            }
            return plain;
        }
        long word = Words.at(in, index);
        // All eight are written, and those behind the first stop overwritten by what follows.
        Words.put(out, to, word);
        long stops = Words.stops(word);
        return stops == 0 ? Words.BYTES : Words.first(stops);
    }

    private static boolean isPlain(byte b) {
        return b != '"' && b != '\\' && (b < 0 || b >= ' ');
    }

    private static int meaning(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> JsonGlance.UNSURE;
        };
    }
}
