package io.iamwatch.ingest.decode;

/**
 * What it says of a record that a field's value is no string, or is one: bits, since whoever sees the same bytes
 * again takes what they said without reading them.
 */
final class Effects {

    static final int NONE = 0;
    static final int NO_TIME = 1;
    static final int NO_SOURCE = 1 << 1;
    static final int NO_NAME = 1 << 2;
    static final int NO_RECIPIENT = 1 << 3;
    static final int NO_IDENTITY_ACCOUNT = 1 << 4;
    static final int READ_ONLY = 1 << 5;
    static final int NOT_READ_ONLY = 1 << 6;
    static final int FAILED = 1 << 7;
    static final int NOT_FAILED = 1 << 8;
    static final int NO_MANAGEMENT = 1 << 9;

    private static final int ABOUT_READ_ONLY = READ_ONLY | NOT_READ_ONLY;
    private static final int ABOUT_FAILED = FAILED | NOT_FAILED;

    private Effects() {
    }

    /** Returns what both say; of two that contradict one another the later one counts. */
    static int then(int earlier, int later) {
        int kept = earlier;
        if ((later & ABOUT_READ_ONLY) != 0) {
            kept &= ~ABOUT_READ_ONLY;
        }
        if ((later & ABOUT_FAILED) != 0) {
            kept &= ~ABOUT_FAILED;
        }
        return kept | later;
    }

    /** Returns what a value says that begins with that byte, or {@link JsonGlance#UNSURE}. */
    static int of(Frames.Place place, RecordField field, byte first, boolean string) {
        return switch (place) {
            case RECORD -> ofRecord(field, first, string);
            case IDENTITY -> field == RecordField.ACCOUNT_ID && !string ? NO_IDENTITY_ACCOUNT : NONE;
            case CONTEXT, ISSUER, ANYWHERE -> NONE;
        };
    }

    private static int ofRecord(RecordField field, byte first, boolean string) {
        return switch (field) {
            case EVENT_TIME -> string ? NONE : NO_TIME;
            case EVENT_SOURCE -> string ? NONE : NO_SOURCE;
            case EVENT_NAME -> string ? NONE : NO_NAME;
            case RECIPIENT_ACCOUNT -> string ? NONE : NO_RECIPIENT;
            case ERROR_CODE -> string ? FAILED : NOT_FAILED;
            // A text where a boolean belongs does occur.
            case READ_ONLY -> string ? JsonGlance.UNSURE : first == 't' ? READ_ONLY : NOT_READ_ONLY;
            case MANAGEMENT_EVENT -> string ? JsonGlance.UNSURE : first == 't' || first == 'n' ? NONE : NO_MANAGEMENT;
            // It may be an envelope.
            case RECORDS, LOG_EVENTS, DETAIL, DETAIL_TYPE, MESSAGE_TYPE, OWNER, ACCOUNT -> JsonGlance.UNSURE;
            case EVENT_CATEGORY, USER_IDENTITY, TYPE, ACCOUNT_ID, SESSION_CONTEXT, SESSION_ISSUER, MESSAGE, OTHER ->
                NONE;
        };
    }
}
