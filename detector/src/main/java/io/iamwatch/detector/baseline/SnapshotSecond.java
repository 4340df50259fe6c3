package io.iamwatch.detector.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/**
 * A time as a snapshot has it: seconds since 1970, perhaps with a fraction, or an ISO date-time with its offset.
 */
final class SnapshotSecond {

    /** The last one of year 9999. */
    private static final long LAST = 253_402_300_799L;

    private SnapshotSecond() {
    }

    /** Returns the second since 1970; null where it is not there, cannot be read, or is absurd. */
    static Long of(JsonNode time) {
        if (time.isNumber()) {
            return inRange((long) Math.floor(time.doubleValue()));
        }
        try {
            return time.isTextual() ? inRange(OffsetDateTime.parse(time.textValue()).toEpochSecond()) : null;
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static Long inRange(long second) {
        return second >= 0 && second <= LAST ? second : null;
    }
}
