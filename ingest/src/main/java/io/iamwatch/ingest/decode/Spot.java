package io.iamwatch.ingest.decode;

/**
 * Where, in the structure of records, a value begins, which value that mostly is, and what has been seen to stand
 * behind such values.
 */
final class Spot {

    /** So many are tried one after the other; a further one takes the place of the oldest. */
    private static final int MOST_JOINTS = 16;
    private static final int LONGEST_VALUE = 64;
    /** A value that came so often in a row is expected again. */
    private static final int MAKES_USUAL = 16;
    /** One that has changed so often is not watched any longer. */
    private static final int MAKES_UNUSUAL = 64;

    private final Kind kind;
    private final Frames frames;
    private final RecordField field;
    private final Frames.Place place;
    private Joint latest;
    private Joint[] older = {};
    private Literal value;
    private int repeated;
    private int changed;

    Spot(Key key) {
        this.kind = key.kind();
        this.frames = key.frames();
        this.field = key.field();
        this.place = frames.place();
    }

    /** What is there. */
    enum Kind {
        /** The record itself. */
        RECORD,
        /** Text behind a quote. */
        STRING,
        /** A number. */
        NUMBER,
        /** Nothing: the record has ended. */
        END
    }

    /**
     * What two spots that are the same have in common.
     *
     * @param kind of the value
     * @param frames open brackets around it
     * @param field the name that it stands under, as far as that matters
     * @param name as it is written
     */
    record Key(Kind kind, Frames frames, RecordField field, String name) {
    }

    Kind kind() {
        return kind;
    }

    Frames frames() {
        return frames;
    }

    RecordField field() {
        return field;
    }

    Frames.Place place() {
        return place;
    }

    /** Returns what stands at an index, if that has been seen here before, or null. */
    Joint find(byte[] bytes, int at, int limit) {
        if (latest != null && isAt(latest, bytes, at, limit)) {
            return latest;
        }
        for (Joint joint : older) {
            if (isAt(joint, bytes, at, limit)) {
                return joint;
            }
        }
        return null;
    }

    private static boolean isAt(Joint joint, byte[] bytes, int at, int limit) {
        return joint.isAt(bytes, at, limit) && joint.endsAt(bytes, at + joint.length(), limit);
    }

    /** Takes what is to be tried first from now on. */
    void remember(Joint joint) {
        if (latest != null) {
            Joint[] more = new Joint[Math.min(MOST_JOINTS, older.length + 1)];
            more[0] = latest;
            System.arraycopy(older, 0, more, 1, more.length - 1);
            older = more;
        }
        latest = joint;
    }

    /** Takes note of a value, from {@code from} to {@code to}, and returns whether it is the usual one. */
    boolean isUsual(byte[] bytes, int from, int to) {
        if (changed == MAKES_UNUSUAL) {
            return false;
        }
        if (value != null && value.length() == to - from && value.isAt(bytes, from, to)) {
            return ++repeated >= MAKES_USUAL;
        }
        changed++;
        repeated = 0;
        value = from < to && to - from <= LONGEST_VALUE ? new Literal(bytes, from, to) : null;
        return false;
    }
}
