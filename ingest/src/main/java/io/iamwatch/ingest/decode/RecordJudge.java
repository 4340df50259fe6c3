package io.iamwatch.ingest.decode;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.RecordSummary;
import java.util.Optional;

/** Says of an object whether it is a CloudTrail record. */
final class RecordJudge {

    private final RecordGlance glance;
    private final Outcomes outcomes;
    private final int maxDepth;

    RecordJudge(Outcomes outcomes, RecordGlance glance, int maxDepth) {
        this.glance = glance;
        this.outcomes = outcomes;
        this.maxDepth = maxDepth;
    }

    RecordGlance glance() {
        return glance;
    }

    /** Takes the object if a glance suffices to see that it is a record. */
    boolean glance(Slice object, Optional<String> envelopeAccount, Slice unit) {
        if (glance.read(new PlainStrings(object.array(), object.to()), object.from()) != object.to()) {
            return false;
        }
        outcomes.record(object, envelopeAccount, glance.summary(), unit);
        return true;
    }

    /** Takes the object, or rejects the unit that it is or stands in. */
    void judge(Slice object, Optional<String> envelopeAccount, Slice unit) {
        switch (read(object)) {
            case RecordReader.Outcome.Unusable(String reason) -> outcomes.reject(unit, reason);
            case RecordReader.Outcome.CloudTrail(RecordSummary summary) ->
                outcomes.record(object, envelopeAccount, summary, unit);
        }
    }

    private RecordReader.Outcome read(Slice object) {
        if (JsonDepth.exceeds(object, maxDepth)) {
            return new RecordReader.Outcome.Unusable("JSON nested deeper than " + maxDepth + " levels");
        }
        try {
            return RecordReader.read(object.array(), object.from(), object.length());
        } catch (RuntimeException hostile) {
            // Jackson's symbol table throws IllegalStateException when field names were chosen to collide.
            return new RecordReader.Outcome.Unusable("JSON that the parser refuses: " + hostile.getClass().getName());
        }
    }
}
