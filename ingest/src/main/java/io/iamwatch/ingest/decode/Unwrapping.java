package io.iamwatch.ingest.decode;

import java.util.Optional;

/** Takes one payload out of whatever it is wrapped in: aggregates and gzips, one in the other, around JSON. */
final class Unwrapping {

    private final DecodeBounds bounds;
    private final Outcomes outcomes;
    private final Workbench workbench;
    private final RecordJudge records;
    private int inflatedBytes;

    Unwrapping(DecodeBounds bounds, Outcomes outcomes, Workbench workbench) {
        this.bounds = bounds;
        this.outcomes = outcomes;
        this.workbench = workbench;
        this.records = new RecordJudge(outcomes, workbench.glance(), bounds.maxJsonDepth());
    }

    /** Takes content that so many envelopes may still lie in. */
    void content(Slice content, int envelopesLeft) {
        boolean aggregate = KplAggregate.isAggregate(content);
        if (content.length() == 0) {
            outcomes.reject(content, "empty payload");
        } else if (!aggregate && !Gzip.isGzip(content)) {
            Outcomes.Mark before = outcomes.mark();
            new JsonPayload(content, outcomes, records, envelopesLeft).decode();
            outcomes.uniteNoise(content, before);
        } else if (envelopesLeft == 0) {
            outcomes.reject(content, Document.TOO_DEEP);
        } else if (aggregate) {
            KplAggregate.records(content, record -> content(record, envelopesLeft - 1))
                    .ifPresent(reason -> outcomes.reject(content, reason));
        } else {
            gzip(content, envelopesLeft);
        }
    }

    private void gzip(Slice content, int envelopesLeft) {
        Gzip.Inflated inflated = Gzip.inflate(content, bounds.maxInflatedBytes() - inflatedBytes, workbench);
        inflatedBytes += inflated.content().length();
        Optional<Gzip.Rest> rest = inflated.rest();
        if (inflated.content().length() == 0) {
            outcomes.reject(content, rest.map(Gzip.Rest::reason).orElse("gzip of nothing"));
            return;
        }
        content(inflated.content(), envelopesLeft - 1);
        rest.ifPresent(unusable -> outcomes.reject(unusable.bytes(), unusable.reason()));
    }
}
