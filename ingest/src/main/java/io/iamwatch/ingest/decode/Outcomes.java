package io.iamwatch.ingest.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.cloudtrail.RecordSummary;
import io.iamwatch.contracts.cloudtrail.Route;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** How far it had come. */
    record Mark(int outcomes, int rejected) {
    }

    Mark mark() {
        return new Mark(outcomes.size(), rejected);
    }

    /** Forgets what came after a mark. */
    void backTo(Mark mark) {
        outcomes.subList(mark.outcomes(), outcomes.size()).clear();
        rejected = mark.rejected();
    }

    /** Takes a record, in a unit of the payload, whose account is its own or else the envelope's. */
    void record(Slice bytes, Optional<String> envelopeAccount, RecordSummary summary, Slice unit) {
        Optional<String> account = summary.account().isPresent() ? summary.account() : envelopeAccount;
        if (account.isPresent()) {
            record(bytes, account.get(), summary);
        } else {
            reject(unit, "CloudTrail record without account");
        }
    }

    private void record(Slice bytes, String account, RecordSummary summary) {
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

    private int eventsSince(Mark mark) {
        int atMost = MAX_REJECTED + 1;
        return outcomes.size() - mark.outcomes() - (Math.min(rejected, atMost) - Math.min(mark.rejected(), atMost));
    }

    /**
     * Noise in which some bytes happen to look like the start of JSON is one unit, not as many as it has line breaks.
     *
     * @param content all that the outcomes since the mark came from
     */
    void uniteNoise(Slice content, Mark mark) {
        if (eventsSince(mark) == 0 && rejected - mark.rejected() > 1 && !isText(content)) {
            backTo(mark);
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
