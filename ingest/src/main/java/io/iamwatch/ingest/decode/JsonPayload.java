package io.iamwatch.ingest.decode;

import java.util.Optional;

/** Takes apart what is to be JSON: objects one after the other, one a line or not. */
final class JsonPayload {

    /**
     * How many bytes of a payload may be scanned again because a line that breaks off swallowed the lines after it;
     * what is left then is rejected as one. It bounds the time that a hostile payload takes.
     */
    private static final long MAX_RESCANNED_BYTES = 256L * 1024 * 1024;

    private final Slice content;
    private final byte[] bytes;
    private final int limit;
    private final Outcomes outcomes;
    private final RecordGlance glance;
    private final PlainStrings strings;
    private final SubscriptionGlance subscriptions;
    private final Document document;
    private final JsonScan scan;
    private final boolean glanceAtEnvelopes;
    private long rescanned;

    JsonPayload(Slice content, Outcomes outcomes, RecordJudge records, int envelopesLeft) {
        this.content = content;
        this.bytes = content.array();
        this.limit = content.to();
        this.outcomes = outcomes;
        this.glance = records.glance();
        this.strings = new PlainStrings(bytes, limit);
        this.document = new Document(bytes, outcomes, records, envelopesLeft);
        this.subscriptions = new SubscriptionGlance(strings, glance, document, outcomes);
        this.scan = new JsonScan(bytes, limit);
        this.glanceAtEnvelopes = envelopesLeft > 0;
    }

    void decode() {
        int at = scan.skipBlank(content.from() + byteOrderMark());
        if (at >= limit) {
            outcomes.reject(content, "payload of blanks only");
        }
        while (at < limit) {
            at = scan.skipBlank(bytes[at] == '{' ? object(at) : noise(at));
        }
    }

    private int noise(int at) {
        int end = nextObjectLine(at, limit);
        outcomes.reject(Slice.between(bytes, at, end), "not a JSON object");
        return end;
    }

    private int object(int at) {
        int seen = glanceAtRecord(at);
        if (seen == JsonGlance.UNSURE && glanceAtEnvelopes) {
            seen = subscriptions.decode(at);
        }
        return seen == JsonGlance.UNSURE ? carefully(at) : seen;
    }

    private int glanceAtRecord(int at) {
        int end = glance.read(strings, at);
        if (end != JsonGlance.UNSURE) {
            Slice record = Slice.between(bytes, at, end);
            outcomes.record(record, Optional.empty(), glance.summary(), record);
        }
        return end;
    }

    private int carefully(int at) {
        Extent extent = scan.container(at);
        int line = extent.closed() ? extent.to() : nextObjectLine(at, extent.to());
        if (line < extent.to() && rescanned < MAX_RESCANNED_BYTES && !document.isEnvelope(extent)) {
            // A line that breaks off where a value may follow: what follows are other lines, not its value.
            rescanned += extent.to() - line;
            outcomes.reject(Slice.between(bytes, at, line), "JSON breaks off");
            return line;
        }
        document.decode(extent, Optional.empty(), extent.in(bytes));
        return extent.to();
    }

    private int byteOrderMark() {
        int from = content.from();
        return content.length() >= 3 && bytes[from] == (byte) 0xef && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf ? 3 : 0;
    }

    /** Returns where the next line begins whose first character is an opening brace, or the limit. */
    private int nextObjectLine(int from, int end) {
        int at = from;
        while (at < end) {
            if (bytes[at++] == '\n') {
                int first = scan.skipBlank(at);
                if (first < end && bytes[first] == '{') {
                    return first;
                }
                at = Math.max(at, Math.min(first, end));
            }
        }
        return end;
    }
}
