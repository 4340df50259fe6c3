package io.iamwatch.ingest.decode;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes one JSON object of a payload apart: an envelope with its records, or a bare record. */
final class Document {

    private static final String RECORDS = "Records";
    private static final String LOG_EVENTS = "logEvents";
    private static final String DETAIL = "detail";
    private static final String DETAIL_TYPE = "detail-type";
    private static final String MESSAGE_TYPE = "messageType";
    private static final String OWNER = "owner";
    private static final String ACCOUNT = "account";
    private static final String MESSAGE = "message";
    private static final String BREAKS_OFF = "JSON breaks off";

    private static final JsonFields.Names ENVELOPE_FIELDS = JsonFields.Names.of(RECORDS, LOG_EVENTS, DETAIL,
            DETAIL_TYPE, MESSAGE_TYPE, OWNER, ACCOUNT);
    private static final JsonFields.Names LOG_EVENT_FIELDS = JsonFields.Names.of(MESSAGE);

    private final byte[] bytes;
    private final Outcomes outcomes;

    Document(byte[] bytes, Outcomes outcomes) {
        this.bytes = bytes;
        this.outcomes = outcomes;
    }

    /** Returns whether an object that breaks off got as far as to say that it holds records. */
    boolean isEnvelope(Extent object) {
        JsonFields fields = JsonFields.of(bytes, object, ENVELOPE_FIELDS);
        return fields.get(RECORDS).isPresent() || fields.get(LOG_EVENTS).isPresent() || fields.get(DETAIL).isPresent();
    }

    void decode(Extent object) {
        JsonFields fields = JsonFields.of(bytes, object, ENVELOPE_FIELDS);
        if (fields.twice().isPresent()) {
            // Which of the two counts is anybody's guess, and the other one's records would be lost.
            outcomes.reject(object.in(bytes), "envelope with two fields " + fields.twice().get());
        } else if (fields.get(RECORDS, '[').isPresent()) {
            int brokenAt = elements(fields.get(RECORDS, '[').get(), element -> record(element, Optional.empty()));
            rejectRest(object, fields, brokenAt);
        } else if (fields.get(LOG_EVENTS, '[').isPresent()) {
            cloudWatchLogs(object, fields);
        } else if (fields.get(DETAIL, '{').isPresent() && fields.get(DETAIL_TYPE).isPresent()) {
            eventBridge(object, fields);
        } else {
            record(object, Optional.empty());
        }
    }

    /**
     * A subscription's payload, as CloudWatch Logs
     * <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html">documents</a> it.
     */
    private void cloudWatchLogs(Extent object, JsonFields fields) {
        String type = fields.text(MESSAGE_TYPE).map(Slice::toString).orElse("");
        switch (type) {
            case "DATA_MESSAGE" -> {
                Optional<String> owner = account(fields, OWNER);
                int brokenAt = elements(fields.get(LOG_EVENTS, '[').get(), element -> logEvent(element, owner));
                rejectRest(object, fields, brokenAt);
            }
            case "CONTROL_MESSAGE" -> {
                if (fields.brokenAt() >= 0) {
                    outcomes.reject(object.in(bytes), "CloudWatch Logs control message breaks off or is malformed");
                }
            }
            default -> outcomes.reject(object.in(bytes),
                    "CloudWatch Logs payload whose messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE");
        }
    }

    private void logEvent(Extent logEvent, Optional<String> owner) {
        JsonFields fields = JsonFields.of(bytes, logEvent, LOG_EVENT_FIELDS);
        Optional<Slice> message = fields.twice().isPresent() ? Optional.empty() : fields.text(MESSAGE);
        if (message.isEmpty()) {
            outcomes.reject(logEvent.in(bytes), "log event without one readable message");
            return;
        }
        Slice line = message.get();
        JsonScan scan = new JsonScan(line.array(), line.to());
        int start = scan.skipBlank(0);
        if (start >= line.to() || line.array()[start] != '{') {
            outcomes.reject(line, "log line that is not a JSON object");
            return;
        }
        Extent object = scan.container(start);
        if (scan.skipBlank(object.to()) < line.to()) {
            outcomes.reject(line, "log line that is more than one JSON object");
        } else {
            record(object.in(line.array()), owner, line);
        }
    }

    private void eventBridge(Extent object, JsonFields fields) {
        Extent detail = fields.get(DETAIL, '{').get();
        if (!detail.closed()) {
            outcomes.reject(object.in(bytes), BREAKS_OFF);
            return;
        }
        // The event is what failed, not its detail: without detail-type nobody can tell where it came from.
        record(detail.in(bytes), account(fields, ACCOUNT), object.in(bytes));
    }

    private void record(Extent object, Optional<String> envelopeAccount) {
        if (object.closed()) {
            record(object.in(bytes), envelopeAccount, object.in(bytes));
        } else {
            outcomes.reject(object.in(bytes), BREAKS_OFF);
        }
    }

    private void record(Slice object, Optional<String> envelopeAccount, Slice unit) {
        switch (read(object)) {
            case RecordReader.Outcome.Unusable(String reason) -> outcomes.reject(unit, reason);
            case RecordReader.Outcome.CloudTrail(RecordSummary summary) ->
                summary.account().or(() -> envelopeAccount).ifPresentOrElse(
                        account -> outcomes.record(object, account, summary),
                        () -> outcomes.reject(unit, "CloudTrail record without account"));
        }
    }

    private static RecordReader.Outcome read(Slice object) {
        try {
            return RecordReader.read(object.array(), object.from(), object.length());
        } catch (RuntimeException hostile) {
            // Jackson's symbol table throws IllegalStateException when field names were chosen to collide.
            return new RecordReader.Outcome.Unusable("JSON that the parser refuses: " + hostile.getClass().getName());
        }
    }

    private Optional<String> account(JsonFields fields, String name) {
        return fields.text(name).map(Slice::toString).filter(RecordReader::isAccount);
    }

    /**
     * Hands on the objects of an array and rejects what is none.
     *
     * @return where the first element begins that breaks off, or where the array does, or -1 if it is closed
     */
    private int elements(Extent array, Consumer<Extent> element) {
        JsonScan scan = new JsonScan(bytes, array.to());
        int at = scan.skipBlankAndCommas(array.from() + 1);
        while (at < array.to() && bytes[at] != ']') {
            Extent value = scan.value(at);
            if (!value.closed() || value.from() == value.to()) {
                return at;
            }
            if (bytes[at] == '{') {
                element.accept(value);
            } else {
                outcomes.reject(value.in(bytes), "not a JSON object");
            }
            at = scan.skipBlankAndCommas(value.to());
        }
        return at < array.to() ? -1 : at;
    }

    /** Rejects what is left of an envelope that breaks off or goes on malformed after its records. */
    private void rejectRest(Extent object, JsonFields fields, int elementBrokenAt) {
        int from = elementBrokenAt >= 0 ? elementBrokenAt : fields.brokenAt();
        if (from < 0) {
            return;
        }
        // Where it breaks off between two elements there are no bytes to show but all.
        Slice rest = Slice.between(bytes, from < object.to() ? from : object.from(), object.to());
        outcomes.reject(rest, "envelope breaks off or is malformed here");
    }
}
