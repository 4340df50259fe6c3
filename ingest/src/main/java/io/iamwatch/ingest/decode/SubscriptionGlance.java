package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import java.util.Arrays;
import java.util.Optional;

/**
 * The fast way through a CloudWatch Logs payload, by far the most of what arrives: one pass, which also unescapes
 * the messages. It takes payloads that are sound as a whole, with {@code messageType} and {@code owner} before the
 * log events, as CloudWatch writes them; all others are left to {@link Document}.
 */
final class SubscriptionGlance extends JsonGlance {

    private static final byte[] DATA_MESSAGE = "DATA_MESSAGE".getBytes(US_ASCII);
    private static final int ENVELOPE = 1;
    private static final int LOG_EVENT = 2;

    private static final Literal ID = literal("{\"id\":\"");
    private static final Literal TIMESTAMP = literal("\",\"timestamp\":");
    private static final Literal TEXT = literal(",\"message\":\"");

    private final RecordGlance records;
    private final Document careful;
    private final Outcomes outcomes;
    private final PlainStrings strings;
    private final byte[] bytes;
    private final int limit;

    private MessageText messages;
    private EscapedStrings escaped;
    private Optional<String> owner = Optional.empty();
    private boolean data;
    private boolean ended;
    private boolean hasMessage;

    SubscriptionGlance(PlainStrings strings, RecordGlance records, Document careful, Outcomes outcomes) {
        super(Integer.MAX_VALUE);
        this.strings = strings;
        this.bytes = strings.bytes();
        this.limit = strings.limit();
        this.records = records;
        this.careful = careful;
        this.outcomes = outcomes;
        on(strings);
    }

    private static Literal literal(String text) {
        byte[] ascii = text.getBytes(US_ASCII);
        return new Literal(ascii, 0, ascii.length);
    }

    /** Returns the index behind the payload that begins at {@code from}; where that is unsure, nothing was done. */
    int decode(int from) {
        owner = Optional.empty();
        data = false;
        ended = false;
        Outcomes.Mark before = outcomes.mark();
        int unescaped = messages == null ? 0 : messages.length();
        int end = object(from, 1, ENVELOPE);
        if (end == UNSURE || !ended) {
            outcomes.backTo(before);
            if (messages != null) {
                messages.setLength(unescaped);
            }
            return UNSURE;
        }
        return end;
    }

    @Override
    int field(int place, int depth, RecordField field, int value) {
        if (place == LOG_EVENT) {
            return field == RecordField.MESSAGE ? message(value) : value(value, depth);
        }
        return switch (field) {
            case MESSAGE_TYPE -> messageType(value);
            case OWNER -> owner(value);
            case LOG_EVENTS -> data && !ended && owner.isPresent() ? logEvents(value, depth) : UNSURE;
            case RECORDS, DETAIL, DETAIL_TYPE, ACCOUNT -> UNSURE;
            default -> value(value, depth);
        };
    }

    private int messageType(int value) {
        int end = isString(value) && !data ? value(value, 1) : UNSURE;
        data = end != UNSURE && Arrays.equals(bytes, value + 1, end - 1, DATA_MESSAGE, 0, DATA_MESSAGE.length);
        return data ? end : UNSURE;
    }

    /** Which of two counts, and what one says that is no account, is for the careful way. */
    private int owner(int value) {
        int end = isString(value) && owner.isEmpty() ? value(value, 1) : UNSURE;
        if (end != UNSURE) {
            owner = Optional.of(Slice.between(bytes, value + 1, end - 1).toString()).filter(RecordReader::isAccount);
        }
        return owner.isPresent() ? end : UNSURE;
    }

    private int logEvents(int from, int depth) {
        if (at(from) != '[') {
            return UNSURE;
        }
        ended = true;
        if (messages == null) {
            messages = new MessageText(bytes, from, limit);
            escaped = new EscapedStrings(bytes, limit, messages.out());
        }
        int index = blank(from + 1);
        if (at(index) == ']') {
            return index + 1;
        }
        while (true) {
            hasMessage = false;
            int message = usualMessage(index);
            int end = message == UNSURE ? object(index, depth + 2, LOG_EVENT) : endOfEvent(message, depth + 2);
            if (end == UNSURE || !hasMessage) {
                return UNSURE;
            }
            index = blank(end);
            if (at(index) != ',') {
                return at(index) == ']' ? index + 1 : UNSURE;
            }
            index = blank(index + 1);
        }
    }

    /** Returns where the message begins of a log event whose fields are those that CloudWatch writes, in its order. */
    private int usualMessage(int from) {
        if (!ID.isAt(bytes, from, limit)) {
            return UNSURE;
        }
        int id = strings.end(from + ID.length());
        if (id == UNSURE || !TIMESTAMP.isAt(bytes, id, limit)) {
            return UNSURE;
        }
        int timestamp = JsonNumber.end(bytes, id + TIMESTAMP.length(), limit);
        return timestamp != UNSURE && TEXT.isAt(bytes, timestamp, limit) ? timestamp + TEXT.length() - 1 : UNSURE;
    }

    /** Takes a message, and the fields behind it, if there are any. */
    private int endOfEvent(int message, int depth) {
        int end = message(message);
        return end == UNSURE ? UNSURE : otherFields(end, depth, LOG_EVENT);
    }

    private int message(int value) {
        if (hasMessage || !isString(value)) {
            return UNSURE;
        }
        hasMessage = true;
        int to = messages.length();
        escaped.begin(value + 1, to);
        int end = records.read(escaped, value + 1);
        if (end == UNSURE || at(end) != '"') {
            return carefully(value);
        }
        messages.setLength(escaped.finish(end));
        Slice record = Slice.between(messages.out(), to, messages.length());
        outcomes.record(record, owner, records.summary(), record);
        return end + 1;
    }

    private int carefully(int value) {
        int to = messages.length();
        int end = messages.append(value);
        if (end == UNSURE) {
            return UNSURE;
        }
        careful.logLine(Slice.between(messages.out(), to, messages.length()), owner);
        return end + 1;
    }
}
