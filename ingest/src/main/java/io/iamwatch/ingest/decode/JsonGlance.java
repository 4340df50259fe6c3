package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Looks over strict JSON in one pass, without tokens or text, and never guesses: whatever is unusual about it
 * (malformed, characters by number, nested deeply, cut off) is {@link #UNSURE}, and whoever asked then takes the
 * careful way. So it may be fast without ever being the one that decides what is rejected.
 *
 * <p>
 * Values that matter are known by the place of the object that they stand in, a number of the subclass' choice.
 */
abstract class JsonGlance {

    /** In place of an index: the careful way has to be taken. */
    static final int UNSURE = -1;

    /** The place of an object whose fields do not matter. */
    static final int ANYWHERE = 0;

    /** Recursion ends here. Real records have nine levels at most. */
    private static final int MAX_DEPTH = 32;

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private static final int MAX_NAME = 1000;

    private final int maxDepth;
    private PlainStrings strings;
    private byte[] bytes;
    private int limit;

    JsonGlance(int maxDepth) {
        this.maxDepth = Math.min(MAX_DEPTH, maxDepth);
    }

    /** Looks from now on at JSON whose strings are these. */
    final void on(PlainStrings looked) {
        this.strings = looked;
        this.bytes = looked.bytes();
        this.limit = looked.limit();
    }

    /**
     * Takes one field of an object that matters.
     *
     * @param place of the object
     * @param depth of the object
     * @param field its name; that it is {@code OTHER} may mean that its name is written strangely
     * @param value where its value begins
     * @return the index behind its value
     */
    abstract int field(int place, int depth, RecordField field, int value);

    /** Returns a byte, or 0, which is nothing in JSON, behind the end. */
    final byte at(int index) {
        return index < limit ? bytes[index] : 0;
    }

    final boolean isString(int index) {
        return at(index) == '"';
    }

    final int blank(int from) {
        int index = from;
        while (index < limit && bytes[index] <= ' ' && strings.isBlank(bytes[index])) {
            index++;
        }
        return index;
    }

    /** Returns the index behind a value of any kind. */
    final int value(int from, int depth) {
        byte first = at(from);
        if (first == '"') {
            return string(from);
        }
        return switch (first) {
            case '{' -> object(from, depth + 1, ANYWHERE);
            case '[' -> array(from, depth + 1);
            case 't' -> word(from, TRUE);
            case 'f' -> word(from, FALSE);
            case 'n' -> word(from, NULL);
            default -> JsonNumber.end(bytes, from, limit);
        };
    }

    private int word(int from, byte[] word) {
        int end = from + word.length;
        return end <= limit && Arrays.equals(bytes, from, end, word, 0, word.length) ? end : UNSURE;
    }

    private int string(int from) {
        int end = strings.end(from + 1);
        return end == UNSURE ? UNSURE : end + 1;
    }

    private int array(int from, int depth) {
        if (depth > maxDepth) {
            return UNSURE;
        }
        int index = blank(from + 1);
        if (at(index) == ']') {
            return index + 1;
        }
        while (true) {
            int end = value(index, depth);
            if (end == UNSURE) {
                return UNSURE;
            }
            index = blank(end);
            if (at(index) == ']') {
                return index + 1;
            }
            if (at(index) != ',') {
                return UNSURE;
            }
            index = blank(index + 1);
        }
    }

    /** Returns the index behind the object that begins at {@code from}. */
    final int object(int from, int depth, int place) {
        if (depth > maxDepth || at(from) != '{') {
            return UNSURE;
        }
        int index = blank(from + 1);
        if (at(index) == '}') {
            return index + 1;
        }
        int end = field(index, depth, place);
        return end == UNSURE ? UNSURE : otherFields(end, depth, place);
    }

    /** Returns the index behind the object of which a field ends at {@code from}. */
    final int otherFields(int from, int depth, int place) {
        int index = blank(from);
        while (at(index) == ',') {
            int end = field(blank(index + 1), depth, place);
            if (end == UNSURE) {
                return UNSURE;
            }
            index = blank(end);
        }
        return at(index) == '}' ? index + 1 : UNSURE;
    }

    private int field(int from, int depth, int place) {
        if (at(from) != '"') {
            return UNSURE;
        }
        int nameEnd = string(from);
        if (nameEnd == UNSURE || strings.hadEscapes() || nameEnd - from > MAX_NAME) {
            return UNSURE;
        }
        int colon = blank(nameEnd);
        if (at(colon) != ':') {
            return UNSURE;
        }
        int value = blank(colon + 1);
        return place == ANYWHERE
                ? value(value, depth)
                : field(place, depth, RecordField.of(strings.text(), strings.textFrom(), strings.textTo()), value);
    }
}
