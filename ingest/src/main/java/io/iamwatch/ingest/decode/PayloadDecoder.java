package io.iamwatch.ingest.decode;

import java.util.List;
import java.util.Optional;

/**
 * Takes a payload apart, whatever brought it to Kinesis: a CloudWatch Logs subscription, an EventBridge rule,
 * {@code {"Records":[…]}}, bare records, one or one a line; each plain or gzip, found by content. Pure, and safe
 * for several threads.
 */
public final class PayloadDecoder {

    /**
     * How many bytes of a payload may be scanned again because a line that breaks off swallowed the lines after it;
     * what is left then is rejected as one. It bounds the time that a hostile payload takes.
     */
    private static final long MAX_RESCANNED_BYTES = 256L * 1024 * 1024;

    private final int maxInflatedBytes;

    /** Bounds what a gzip may inflate to; a larger one is rejected as it is. */
    public PayloadDecoder(int maxInflatedBytes) {
        this.maxInflatedBytes = maxInflatedBytes;
    }

    /**
     * Returns what is in a payload, in order. Whatever the bytes are, this does not throw, and no part of them that can
     * be used is lost because another cannot. Only envelopes without a record yield nothing: control messages, and
     * {@code Records} or {@code logEvents} that are empty.
     */
    public List<Decoded> decode(byte[] payload) {
        Outcomes outcomes = new Outcomes(payload);
        if (payload.length == 0) {
            outcomes.reject(Slice.of(payload), "empty payload");
            return outcomes.all();
        }
        Slice content = Slice.of(payload);
        Optional<Gzip.Rest> rest = Optional.empty();
        if (Gzip.isGzip(payload)) {
            Gzip.Inflated inflated = Gzip.inflate(payload, maxInflatedBytes);
            rest = inflated.rest();
            if (inflated.content().length() == 0) {
                outcomes.reject(content, rest.map(Gzip.Rest::reason).orElse("gzip of nothing"));
                return outcomes.all();
            }
            content = inflated.content();
        }
        decode(content, outcomes);
        outcomes.uniteNoise(content);
        rest.ifPresent(unusable -> outcomes.reject(unusable.bytes(), unusable.reason()));
        return outcomes.all();
    }

    private static void decode(Slice content, Outcomes outcomes) {
        byte[] bytes = content.array();
        JsonScan scan = new JsonScan(bytes, content.to());
        Document document = new Document(bytes, outcomes);
        long rescanned = 0;
        int start = content.from() + byteOrderMark(content);
        int at = scan.skipBlank(start);
        if (at >= content.to()) {
            outcomes.reject(content, "payload of blanks only");
        }
        while (at < content.to()) {
            if (bytes[at] != '{') {
                int end = nextObjectLine(scan, bytes, at, content.to());
                outcomes.reject(Slice.between(bytes, at, end), "not a JSON object");
                at = scan.skipBlank(end);
                continue;
            }
            Extent extent = scan.container(at);
            int line = extent.closed() ? extent.to() : nextObjectLine(scan, bytes, at, extent.to());
            if (line < extent.to() && rescanned < MAX_RESCANNED_BYTES
                    && !document.isEnvelope(extent)) {
                // A line that breaks off where a value may follow: what follows are other lines, not its value.
                rescanned += extent.to() - line;
                outcomes.reject(Slice.between(bytes, at, line), "JSON breaks off");
                at = line;
                continue;
            }
            document.decode(extent);
            at = scan.skipBlank(extent.to());
        }
    }

    private static int byteOrderMark(Slice content) {
        byte[] bytes = content.array();
        return content.length() >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf
                ? 3
                : 0;
    }

    /** Returns where the next line begins whose first character is an opening brace, or the limit. */
    private static int nextObjectLine(JsonScan scan, byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit) {
            if (bytes[at++] == '\n') {
                int first = scan.skipBlank(at);
                if (first < limit && bytes[first] == '{') {
                    return first;
                }
                at = Math.max(at, Math.min(first, limit));
            }
        }
        return limit;
    }
}
