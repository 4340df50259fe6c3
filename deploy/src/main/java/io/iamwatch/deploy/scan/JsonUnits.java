package io.iamwatch.deploy.scan;

import io.iamwatch.ingest.decode.Brackets;

/**
 * Cuts a stream of bytes of any length into units of a bounded size: the JSON objects at the top, one a line or
 * not, and of an object with an array {@code Records} that array's elements. It only matches brackets and quotes,
 * by the rules of ingest's decoder, which takes the units: a line that breaks off does not take the lines after it
 * along.
 */
public final class JsonUnits {

    /** A larger unit is rejected. */
    public static final int MAX_UNIT_BYTES = 16 * 1024 * 1024;

    private static final String TOO_LARGE = "larger than " + MAX_UNIT_BYTES + " bytes in one piece";
    private static final String NO_OBJECT = "not a JSON object";
    private static final String BROKEN_ENVELOPE = "envelope breaks off or is malformed here";
    private static final byte[] RECORDS = {'R', 'e', 'c', 'o', 'r', 'd', 's'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Takes what was found. */
    public interface Sink {

        /** Takes the bytes of a value: an object, mostly; perhaps one that breaks off. */
        void unit(byte[] bytes);

        /** Takes that there is something that is not handed on. */
        void rejected(String reason);
    }

    private enum Mode {
        /** Between objects at the top. */
        TOP,
        /** In bytes at the top that begin no object. */
        NOISE,
        /** In a value that is kept. */
        UNIT,
        /** Between the records of an envelope. */
        RECORDS,
        /** In an envelope, after its records. */
        REST
    }

    private final Sink sink;
    private final UnitBuffer buffer = new UnitBuffer(MAX_UNIT_BYTES);
    private final Brackets open = new Brackets();
    private Mode mode = Mode.TOP;
    private byte[] chunk;
    /** Where in the chunk the bytes of the unit begin that the buffer does not have yet. */
    private int from;
    private boolean inEnvelope;
    private boolean inString;
    private boolean escaped;
    private boolean inScalar;
    /** Only blanks since a line break. */
    private boolean lineStart;
    /** The last byte that is neither blank nor inside a string. */
    private byte before;
    /** How many bytes of the name {@code Records} the last string is; -1 if it is another. */
    private int named = -1;
    private int marked;
    private boolean empty = true;

    /** Prepares for one stream, whose units that takes. */
    public JsonUnits(Sink sink) {
        this.sink = sink;
    }

    /** Takes the next bytes of the stream. */
    public void next(byte[] bytes, int length) {
        chunk = bytes;
        from = 0;
        int at = 0;
        while (at < length) {
            if (inString) {
                at = string(at, length);
            } else {
                structure(at);
                at++;
            }
        }
        if (mode == Mode.UNIT) {
            buffer.append(chunk, from, length);
        }
    }

    /** Takes that the stream has ended. */
    public void end() {
        if (empty) {
            sink.rejected("nothing in it");
        }
        switch (mode) {
            case UNIT -> emit();
            case RECORDS, REST -> sink.rejected(BROKEN_ENVELOPE);
            case TOP, NOISE -> {
            }
        }
    }

    /** Returns how many bytes are set aside for units. */
    int capacity() {
        return buffer.capacity();
    }

    /** Goes on in a string; returns the index after it, or after what there is of it. */
    private int string(int start, int length) {
        for (int at = start; at < length; at++) {
            byte b = chunk[at];
            if (escaped) {
                escaped = false;
                continue;
            }
            if (lineStart && !isBlank(b)) {
                if (b == '{') {
                    // JSON allows no raw line break in a string, and the next line may be a sound object.
                    breakOff(at);
                    return at;
                }
                lineStart = false;
            }
            switch (b) {
                case '"' -> {
                    inString = false;
                    before = b;
                    return at + 1;
                }
                case '\\' -> {
                    escaped = true;
                    named = -1;
                }
                case '\n' -> lineStart = true;
                default -> named = named >= 0 && named < RECORDS.length && RECORDS[named] == b ? named + 1 : -1;
            }
        }
        return length;
    }

    private void structure(int at) {
        byte b = chunk[at];
        if (isBlank(b)) {
            lineStart |= b == '\n';
            inScalar = false;
            return;
        }
        switch (mode) {
            case TOP -> top(b, at);
            case NOISE -> {
                if (b == '{' && lineStart) {
                    start(at, false);
                }
            }
            case UNIT, REST -> value(b, at);
            case RECORDS -> record(b, at);
        }
        before = b;
        lineStart = false;
    }

    private void top(byte b, int at) {
        if (empty && marked < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[marked]) {
            marked++;
            return;
        }
        empty = false;
        if (b == '{') {
            start(at, false);
        } else {
            mode = Mode.NOISE;
            sink.rejected(NO_OBJECT);
        }
    }

    /** Goes on in a unit, or in what follows the records of an envelope. */
    private void value(byte b, int at) {
        if (b == '{' && lineStart && !open.valueMayFollow(before)) {
            breakOff(at);
            start(at, false);
            return;
        }
        switch (b) {
            case '"' -> startString(open.depth() == 1 && !inEnvelope);
            case '{', '[' -> {
                if (b == '[' && before == ':' && named == RECORDS.length && open.depth() == 1) {
                    enterRecords();
                } else {
                    open.open(b == '{');
                    boundDepth();
                }
            }
            case '}', ']' -> {
                open.close(b == '}');
                if (open.depth() == 0) {
                    close(at + 1);
                }
            }
            default -> {
            }
        }
    }

    private void record(byte b, int at) {
        switch (b) {
            case ',' -> inScalar = false;
            case '{' -> {
                boolean follows = before == '[' || before == ',';
                if (lineStart && !follows) {
                    breakOff(at);
                }
                start(at, !lineStart || follows);
            }
            case '[' -> start(at, true);
            case ']' -> {
                mode = Mode.REST;
                inEnvelope = false;
                open.clear();
                open.open(true);
            }
            case '}' -> breakOff(at);
            default -> {
                if (!inScalar) {
                    sink.rejected(NO_OBJECT);
                }
                inScalar = b != '"';
                if (b == '"') {
                    startString(false);
                }
            }
        }
    }

    private void startString(boolean mayBeName) {
        inString = true;
        lineStart = false;
        named = mayBeName ? 0 : -1;
    }

    private void start(int at, boolean asRecord) {
        mode = Mode.UNIT;
        inEnvelope = asRecord;
        from = at;
        named = -1;
        open.clear();
        open.open(chunk[at] == '{');
    }

    /** The fields before the records are no matter. */
    private void enterRecords() {
        buffer.clear();
        mode = Mode.RECORDS;
        inEnvelope = true;
        inScalar = false;
    }

    private void close(int end) {
        if (mode == Mode.REST) {
            mode = Mode.TOP;
            return;
        }
        buffer.append(chunk, from, end);
        emit();
        mode = inEnvelope ? Mode.RECORDS : Mode.TOP;
    }

    private void breakOff(int at) {
        if (mode == Mode.UNIT) {
            buffer.append(chunk, from, at);
            emit();
        } else {
            sink.rejected(BROKEN_ENVELOPE);
        }
        mode = Mode.TOP;
        inString = false;
        inEnvelope = false;
    }

    /** What is open is remembered; gigabytes of brackets are not. */
    private void boundDepth() {
        if (open.depth() > MAX_UNIT_BYTES) {
            buffer.clear();
            sink.rejected(TOO_LARGE);
            mode = Mode.NOISE;
            inEnvelope = false;
        }
    }

    private void emit() {
        if (buffer.isOverflown()) {
            sink.rejected(TOO_LARGE);
        } else {
            sink.unit(buffer.take());
        }
        buffer.clear();
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
