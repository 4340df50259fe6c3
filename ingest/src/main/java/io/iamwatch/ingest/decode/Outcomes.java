package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.cloudtrail.RecordSummary;
import io.iamwatch.contracts.cloudtrail.Route;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what one payload came to, and keeps it in bounds: nothing that somebody sends may become too large to
 * write.
 */
final class Outcomes {

    /** Kinesis' own largest record; a topic takes that and its headers. */
    static final int MAX_UNIT_BYTES = 10 * 1024 * 1024;

    /** How many units of one payload are rejected one by one. */
    static final int MAX_REJECTED = 1000;

    private final Slice payload;
    private final List<Decoded> outcomes = new ArrayList<>();
    private int rejected;

    /** Takes the payload as it arrived, before it was inflated. */
    Outcomes(byte[] payload) {
        this.payload = Slice.of(payload);
    }

    void record(Slice bytes, String account, RecordSummary summary) {
        if (bytes.length() > MAX_UNIT_BYTES) {
            reject(bytes, "CloudTrail record too large");
        } else {
            outcomes.add(new Decoded.CloudTrailRecord(bytes, account, Route.of(summary), summary.eventTime()));
        }
    }

    void reject(Slice unit, String reason) {
        rejected++;
        if (rejected > MAX_REJECTED) {
            if (rejected == MAX_REJECTED + 1) {
                outcomes.add(new Decoded.Rejected(payload,
                        "more than " + MAX_REJECTED + " units of one payload failed; this is the whole payload"));
            }
        } else if (unit.length() > MAX_UNIT_BYTES) {
            outcomes.add(new Decoded.Rejected(payload, reason + "; the unit has " + unit.length()
                    + " bytes, more than a topic takes; this is the whole payload"));
        } else {
            outcomes.add(new Decoded.Rejected(unit, reason));
        }
    }

    private int events() {
        return outcomes.size() - Math.min(rejected, MAX_REJECTED + 1);
    }

    /**
     * Noise in which some bytes happen to look like the start of JSON is one unit, not as many as it has line breaks.
     *
     * @param content all that the outcomes so far came from
     */
    void uniteNoise(Slice content) {
        if (events() == 0 && rejected > 1 && !isText(content)) {
            outcomes.clear();
            rejected = 0;
            reject(content, "binary data that is neither gzip nor JSON");
        }
    }

    /** Returns all outcomes in order. */
    List<Decoded> all() {
        return outcomes;
    }

    private static boolean isText(Slice content) {
        for (int at = content.from(); at < content.to(); at++) {
            byte b = content.array()[at];
            if (b >= 0 && b < ' ' && !JsonScan.isBlank(b)) {
                return false;
            }
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(content.array(), content.from(), content.length()));
            return true;
        } catch (CharacterCodingException binary) {
            return false;
        }
    }
}
