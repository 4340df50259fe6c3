package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.iamwatch.contracts.cloudtrail.EventTime;
import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads of a record, in one pass, what {@link RecordReader} reads of it with a parser, and says the same or
 * nothing. Serves one thread.
 */
final class RecordGlance extends JsonGlance {

    private static final int RECORD = 1;
    private static final int IDENTITY = 2;
    private static final int CONTEXT = 3;
    private static final int ISSUER = 4;

    private GlancedStrings strings;
    private String text;
    private String time;
    private String source;
    private String name;
    private String recipientAccount;
    private String identityAccount;
    private boolean readOnly;
    private boolean failed;
    private boolean management;
    private boolean longLived;
    private RecordSummary summary;

    RecordGlance(int maxDepth) {
        super(maxDepth);
    }

    /**
     * Returns the index behind the record that begins at {@code from}, or {@link #UNSURE}, also for what is no
     * CloudTrail record and for what may be an envelope.
     */
    int read(GlancedStrings looked, int from) {
        on(looked);
        strings = looked;
        time = null;
        source = null;
        name = null;
        recipientAccount = null;
        identityAccount = null;
        readOnly = false;
        failed = false;
        management = true;
        longLived = false;
        int end = object(from, 1, RECORD);
        return end != UNSURE && summarise() ? end : UNSURE;
    }

    /** Returns what the last record came to. */
    RecordSummary summary() {
        return summary;
    }

    @Override
    int field(int place, int depth, RecordField field, int value) {
        return switch (place) {
            case RECORD -> recordField(depth, field, value);
            case IDENTITY -> identityField(depth, field, value);
            case CONTEXT -> field == RecordField.SESSION_ISSUER && at(value) == '{'
                    ? object(value, depth + 1, ISSUER)
                    : value(value, depth);
            default -> issuerField(depth, field, value);
        };
    }

    private int recordField(int depth, RecordField field, int value) {
        int end = UNSURE;
        switch (field) {
            case EVENT_TIME -> {
                end = text(value, depth);
                time = text;
            }
            case EVENT_SOURCE -> {
                end = text(value, depth);
                source = text;
            }
            case EVENT_NAME -> {
                end = text(value, depth);
                name = text;
            }
            case RECIPIENT_ACCOUNT -> {
                end = text(value, depth);
                recipientAccount = text;
            }
            case EVENT_CATEGORY -> {
                end = text(value, depth);
                management &= text == null || text.equals("Management");
            }
            case ERROR_CODE -> {
                end = value(value, depth);
                failed = isString(value);
            }
            case READ_ONLY -> {
                end = flag(value, depth);
                readOnly = at(value) == 't';
            }
            case MANAGEMENT_EVENT -> {
                end = flag(value, depth);
                management &= at(value) == 't' || at(value) == 'n';
            }
            case USER_IDENTITY -> end = at(value) == '{' ? object(value, depth + 1, IDENTITY) : value(value, depth);
            case RECORDS, LOG_EVENTS, DETAIL, DETAIL_TYPE, MESSAGE_TYPE, OWNER, ACCOUNT -> {
                // It may be an envelope.
            }
            case TYPE, ACCOUNT_ID, SESSION_CONTEXT, SESSION_ISSUER, MESSAGE, OTHER -> end = value(value, depth);
        }
        return end;
    }

    private int identityField(int depth, RecordField field, int value) {
        if (field == RecordField.SESSION_CONTEXT && at(value) == '{') {
            return object(value, depth + 1, CONTEXT);
        }
        if (field != RecordField.TYPE && field != RecordField.ACCOUNT_ID) {
            return value(value, depth);
        }
        int end = text(value, depth);
        if (field == RecordField.ACCOUNT_ID) {
            identityAccount = text;
        } else {
            longLived |= "IAMUser".equals(text) || "Root".equals(text) || "FederatedUser".equals(text);
        }
        return end;
    }

    private int issuerField(int depth, RecordField field, int value) {
        if (field != RecordField.TYPE) {
            return value(value, depth);
        }
        int end = text(value, depth);
        longLived |= "IAMUser".equals(text);
        return end;
    }

    /** Goes past a value and keeps its text if it is a string. */
    private int text(int value, int depth) {
        text = null;
        int end = value(value, depth);
        if (end == UNSURE || !isString(value)) {
            return end;
        }
        int from = strings.textFrom();
        text = new String(strings.text(), from, strings.textTo() - from, ISO_8859_1);
        return strings.hadEscapes() ? UNSURE : end;
    }

    /** A text where a boolean belongs does occur. */
    private int flag(int value, int depth) {
        return isString(value) ? UNSURE : value(value, depth);
    }

    private boolean summarise() {
        if (source == null || name == null || time == null) {
            return false;
        }
        Optional<Instant> eventTime = EventTime.parse(time);
        if (eventTime.isEmpty()) {
            return false;
        }
        int dot = source.indexOf('.');
        summary = new RecordSummary(account(), eventTime.get(), dot < 0 ? source : source.substring(0, dot), name,
                !readOnly, failed, management, longLived);
        return true;
    }

    private Optional<String> account() {
        if (recipientAccount != null && RecordReader.isAccount(recipientAccount)) {
            return Optional.of(recipientAccount);
        }
        return identityAccount != null && RecordReader.isAccount(identityAccount)
                ? Optional.of(identityAccount)
                : Optional.empty();
    }
}
