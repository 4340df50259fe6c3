package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Reads strictly what stands between two values of a record. What is unusual is {@link JsonGlance#UNSURE}: names
 * with escapes or beyond ASCII, brackets in each other deeper than real records have them, malformed JSON.
 */
final class JointReader {

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final int LONGEST_NAME = 1000;

    private final int maxDepth;
    private RecordText text;
    private byte[] bytes;
    private int limit;
    private Frames frames = Frames.NONE;
    private Spot.Kind kind;
    private RecordField field = RecordField.OTHER;
    private String name = "";
    private int effects;

    JointReader(int maxDepth) {
        this.maxDepth = Math.min(maxDepth, Frames.MAX_DEPTH);
    }

    /**
     * Returns where the next value begins, behind the quote of a string; {@code from} is the index behind the former.
     */
    int read(RecordText looked, Spot spot, int from) {
        text = looked;
        bytes = looked.bytes();
        limit = looked.limit();
        frames = spot.frames();
        kind = null;
        effects = Effects.NONE;
        int at = switch (spot.kind()) {
            case RECORD -> at(from) == '{' ? open(from, true, true) : JsonGlance.UNSURE;
            case STRING -> text.isQuote(from) ? from + text.quoteLength() : JsonGlance.UNSURE;
            case NUMBER -> from;
            case END -> JsonGlance.UNSURE;
        };
        while (at != JsonGlance.UNSURE && kind == null) {
            at = behindValue(at);
        }
        return at;
    }

    /** Returns which value comes next. */
    Spot.Key next() {
        return new Spot.Key(kind, frames, field, name);
    }

    int effects() {
        return effects;
    }

    private byte at(int index) {
        return index < limit ? bytes[index] : 0;
    }

    private int blank(int from) {
        int index = from;
        while (index < limit && text.isBlank(bytes[index])) {
            index++;
        }
        return index;
    }

    private int behindValue(int from) {
        int at = blank(from);
        return at(at) == ',' ? next(blank(at + 1)) : close(at);
    }

    private int close(int at) {
        if (at(at) != (frames.inObject() ? '}' : ']')) {
            return JsonGlance.UNSURE;
        }
        frames = frames.close();
        if (frames.depth() == 0) {
            kind = Spot.Kind.END;
            field = RecordField.OTHER;
            name = "";
        }
        return at + 1;
    }

    private int next(int at) {
        if (frames.inObject()) {
            return named(at);
        }
        field = RecordField.OTHER;
        name = "";
        return value(at);
    }

    private int named(int at) {
        if (!text.isQuote(at)) {
            return JsonGlance.UNSURE;
        }
        int from = at + text.quoteLength();
        int to = from;
        while (to < limit && bytes[to] >= ' ' && bytes[to] != '"' && bytes[to] != '\\') {
            to++;
        }
        if (!text.isQuote(to) || to - from > LONGEST_NAME) {
            return JsonGlance.UNSURE;
        }
        name = new String(bytes, from, to - from, ISO_8859_1);
        field = frames.place() == Frames.Place.ANYWHERE ? RecordField.OTHER : RecordField.of(bytes, from, to);
        int colon = blank(to + text.quoteLength());
        return at(colon) == ':' ? value(blank(colon + 1)) : JsonGlance.UNSURE;
    }

    private int value(int at) {
        byte first = at(at);
        boolean string = text.isQuote(at);
        int effect = Effects.of(frames.place(), field, first, string);
        if (effect == JsonGlance.UNSURE) {
            return JsonGlance.UNSURE;
        }
        effects = Effects.then(effects, effect);
        if (string) {
            kind = Spot.Kind.STRING;
            return at + text.quoteLength();
        }
        return switch (first) {
            case '{' -> open(at, true, isChained());
            case '[' -> open(at, false, false);
            case 't' -> word(at, TRUE);
            case 'f' -> word(at, FALSE);
            case 'n' -> word(at, NULL);
            default -> number(at, first);
        };
    }

    private boolean isChained() {
        return switch (frames.place()) {
            case RECORD -> field == RecordField.USER_IDENTITY;
            case IDENTITY -> field == RecordField.SESSION_CONTEXT;
            case CONTEXT -> field == RecordField.SESSION_ISSUER;
            case ISSUER, ANYWHERE -> false;
        };
    }

    private int open(int at, boolean object, boolean chained) {
        if (frames.depth() >= maxDepth) {
            return JsonGlance.UNSURE;
        }
        frames = frames.open(object, chained);
        int inside = blank(at + 1);
        return at(inside) == (object ? '}' : ']') ? close(inside) : next(inside);
    }

    private int word(int from, byte[] word) {
        int end = from + word.length;
        return end <= limit && Arrays.equals(bytes, from, end, word, 0, word.length) ? end : JsonGlance.UNSURE;
    }

    private int number(int at, byte first) {
        kind = Spot.Kind.NUMBER;
        return JsonNumber.isFirst(first) ? at : JsonGlance.UNSURE;
    }
}
