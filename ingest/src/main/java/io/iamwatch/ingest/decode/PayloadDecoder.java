package io.iamwatch.ingest.decode;

import java.util.List;

/**
 * Takes a payload apart, whatever brought it to Kinesis: a CloudWatch Logs subscription, an EventBridge rule,
 * {@code {"Records":[…]}}, bare records, one or one a line; each plain or gzip or aggregated by the Kinesis
 * Producer Library, one in the other, found by content. Pure, and safe for several threads.
 */
public final class PayloadDecoder {

    private final DecodeBounds bounds;
    private final ThreadLocal<Workbench> workbench;

    /** Bounds how far a payload is followed. */
    public PayloadDecoder(DecodeBounds bounds) {
        this.bounds = bounds;
        this.workbench = ThreadLocal.withInitial(() -> new Workbench(bounds.maxJsonDepth()));
    }

    /** Bounds what the gzips of a payload may inflate to, and all else as the connector does by default. */
    public PayloadDecoder(int maxInflatedBytes) {
        this(DecodeBounds.DEFAULT.withMaxInflatedBytes(maxInflatedBytes));
    }

    /**
     * Returns what is in a payload, in order. Whatever the bytes are, this does not throw, and no part of them that can
     * be used is lost because another cannot. Only envelopes without a record yield nothing: control messages, and
     * {@code Records} or {@code logEvents} that are empty.
     */
    public List<Decoded> decode(byte[] payload) {
        Outcomes outcomes = new Outcomes(payload);
        Workbench mine = workbench.get();
        try {
            new Unwrapping(bounds, outcomes, mine).content(Slice.of(payload), bounds.maxEnvelopes());
        } finally {
            mine.clear(outcomes.all());
        }
        return outcomes.all();
    }
}
