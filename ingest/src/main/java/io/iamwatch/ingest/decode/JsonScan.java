package io.iamwatch.ingest.decode;

/**
 * Finds where JSON values begin and end, and judges nothing else: a parser stops at the first error, whereas here
 * one malformed value must not take its siblings with it. Whoever uses a value parses it strictly. Linear in the
 * number of bytes, whatever they are, and without recursion.
 */
final class JsonScan {

    private final byte[] bytes;
    private final int limit;

    /** Scans {@code bytes} up to {@code limit} (exclusive). */
    JsonScan(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    int skipBlank(int from) {
        int at = from;
        while (at < limit && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    int skipBlankAndCommas(int from) {
        int at = from;
        while (at < limit && (isBlank(bytes[at]) || bytes[at] == ',')) {
            at++;
        }
        return at;
    }

    /** Returns the extent of the value that begins at {@code from}; an empty one if there is none. */
    Extent value(int from) {
        if (from >= limit) {
            return Extent.brokenOff(from, from);
        }
        return switch (bytes[from]) {
            case '{', '[' -> container(from);
            case '"' -> string(from);
            default -> scalar(from);
        };
    }

    /**
     * JSON allows no raw line break in a string. One before an opening brace ends the string as broken off, since the
     * next line may be a sound object; another one is a fault of this string, and what follows it may be sound.
     */
    Extent string(int from) {
        int at = from + 1;
        while (at < limit) {
            switch (bytes[at]) {
                case '"' -> {
                    return Extent.closed(from, at + 1);
                }
                case '\n' -> {
                    int first = skipBlank(at);
                    if (first < limit && bytes[first] == '{') {
                        return Extent.brokenOff(from, at);
                    }
                    at = first;
                }
                // Whatever is escaped cannot end the string.
                case '\\' -> at += 2;
                default -> at++;
            }
        }
        return Extent.brokenOff(from, limit);
    }

    private Extent scalar(int from) {
        int at = from;
        while (at < limit && !isBlank(bytes[at]) && ",:{}[]\"".indexOf(bytes[at]) < 0) {
            at++;
        }
        return Extent.closed(from, at);
    }

    /**
     * Matches brackets. It breaks off at the limit, where a string does, and before an opening brace at the start of a
     * line where no value can stand: that is the next of several JSON lines.
     */
    Extent container(int from) {
        Brackets open = new Brackets();
        byte before = 0;
        boolean lineStart = false;
        int at = from;
        while (at < limit) {
            byte b = bytes[at];
            int next = at + 1;
            switch (b) {
                case '\n' -> lineStart = true;
                case '{', '[' -> {
                    if (lineStart && b == '{' && !open.valueMayFollow(before)) {
                        return Extent.brokenOff(from, at);
                    }
                    open.open(b == '{');
                }
                case '}', ']' -> {
                    open.close(b == '}');
                    if (open.depth() == 0) {
                        return Extent.closed(from, next);
                    }
                }
                case '"' -> {
                    Extent string = string(at);
                    if (!string.closed()) {
                        return Extent.brokenOff(from, string.to());
                    }
                    next = string.to();
                }
                default -> {
                }
            }
            if (!isBlank(b)) {
                before = b;
                lineStart = false;
            }
            at = next;
        }
        return Extent.brokenOff(from, limit);
    }
}
