package io.iamwatch.ingest.decode;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes one JSON object of a payload apart: an envelope with its records or with envelopes, or a bare record. */
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

    /** Why what lies inside is not looked for. */
    static final String TOO_DEEP = "more envelopes in each other than decode.envelopes.max allows";

    private static final JsonFields.Names ENVELOPE_FIELDS = JsonFields.Names.of(RECORDS, LOG_EVENTS, DETAIL,
            DETAIL_TYPE, MESSAGE_TYPE, OWNER, ACCOUNT);
    private static final JsonFields.Names LOG_EVENT_FIELDS = JsonFields.Names.of(MESSAGE);

    private final byte[] bytes;
    private final Outcomes outcomes;
    private final RecordJudge records;
    private final int envelopesLeft;

    /** Takes how many envelopes may lie in each other from here on. */
    Document(byte[] bytes, Outcomes outcomes, RecordJudge records, int envelopesLeft) {
        this.bytes = bytes;
        this.outcomes = outcomes;
        this.records = records;
        this.envelopesLeft = envelopesLeft;
    }

    /** Returns whether an object that breaks off got as far as to say that it holds records. */
    boolean isEnvelope(Extent object) {
        JsonFields fields = JsonFields.of(bytes, object, ENVELOPE_FIELDS);
        return fields.get(RECORDS).isPresent() || fields.get(LOG_EVENTS).isPresent() || fields.get(DETAIL).isPresent();
    }

    /**
     * Decodes an object that may be an envelope.
     *
     * @param account of the envelopes around it, where they name one
     * @param unit what is rejected where the object is no record
     */
    void decode(Extent object, Optional<String> account, Slice unit) {
        JsonFields fields = JsonFields.of(bytes, object, ENVELOPE_FIELDS);
        if (fields.twice().isPresent()) {
            // Which of the two counts is anybody's guess, and the other one's records would be lost.
            outcomes.reject(unit, "envelope with two fields " + fields.twice().get());
        } else if (fields.get(RECORDS, '[').isPresent()) {
            records(object, fields, account, unit);
        } else if (fields.get(LOG_EVENTS, '[').isPresent()) {
            cloudWatchLogs(object, fields, account, unit);
        } else if (fields.get(DETAIL, '{').isPresent() && fields.get(DETAIL_TYPE).isPresent()) {
            eventBridge(fields, account, unit);
        } else if (object.closed()) {
            records.judge(object.in(bytes), account, unit);
        } else {
            outcomes.reject(unit, BREAKS_OFF);
        }
    }

    private void records(Extent object, JsonFields fields, Optional<String> account, Slice unit) {
        if (isTooDeep(unit)) {
            return;
        }
        int brokenAt = elements(fields.get(RECORDS, '[').get(), element -> {
            Slice record = element.in(bytes);
            if (!records.glance(record, account, record)) {
                inside(bytes).decode(element, account, record);
            }
        });
        rejectRest(object, fields, brokenAt);
    }

    private Document inside(byte[] content) {
        return new Document(content, outcomes, records, envelopesLeft - 1);
    }

    private boolean isTooDeep(Slice unit) {
        if (envelopesLeft > 0) {
            return false;
        }
        outcomes.reject(unit, TOO_DEEP);
        return true;
    }

    /**
     * A subscription's payload, as CloudWatch Logs
     * <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html">documents</a> it.
     */
    private void cloudWatchLogs(Extent object, JsonFields fields, Optional<String> account, Slice unit) {
        String type = fields.text(MESSAGE_TYPE).map(Slice::toString).orElse("");
        switch (type) {
            case "DATA_MESSAGE" -> {
                if (!isTooDeep(unit)) {
                    Optional<String> owner = account(fields, OWNER).or(() -> account);
                    int brokenAt = elements(fields.get(LOG_EVENTS, '[').get(), element -> logEvent(element, owner));
                    rejectRest(object, fields, brokenAt);
                }
            }
            case "CONTROL_MESSAGE" -> {
                if (fields.brokenAt() >= 0) {
                    outcomes.reject(unit, "CloudWatch Logs control message breaks off or is malformed");
                }
            }
            default -> outcomes.reject(unit,
                    "CloudWatch Logs payload whose messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE");
        }
    }

    private void logEvent(Extent logEvent, Optional<String> owner) {
        JsonFields fields = JsonFields.of(bytes, logEvent, LOG_EVENT_FIELDS);
        Optional<Slice> message = fields.twice().isPresent() ? Optional.empty() : fields.text(MESSAGE);
        if (message.isEmpty()) {
            outcomes.reject(logEvent.in(bytes), "log event without one readable message");
        } else {
            logLine(message.get(), owner);
        }
    }

    /** Takes what a log event says. */
    void logLine(Slice line, Optional<String> owner) {
        JsonScan scan = new JsonScan(line.array(), line.to());
        int start = scan.skipBlank(line.from());
        if (start >= line.to() || line.array()[start] != '{') {
            outcomes.reject(line, "log line that is not a JSON object");
            return;
        }
        Extent object = scan.container(start);
        if (scan.skipBlank(object.to()) < line.to()) {
            outcomes.reject(line, "log line that is more than one JSON object");
        } else if (!records.glance(object.in(line.array()), owner, line)) {
            inside(line.array()).decode(object, owner, line);
        }
    }

    private void eventBridge(JsonFields fields, Optional<String> account, Slice unit) {
        Extent detail = fields.get(DETAIL, '{').get();
        if (!detail.closed()) {
            outcomes.reject(unit, BREAKS_OFF);
        } else if (!isTooDeep(unit)) {
            // The event is what failed, not its detail: without detail-type nobody can tell where it came from.
            Optional<String> own = account(fields, ACCOUNT).or(() -> account);
            if (!records.glance(detail.in(bytes), own, unit)) {
                inside(bytes).decode(detail, own, unit);
            }
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
