package io.iamwatch.detector.iam;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.IamEvent;

/**
 * An event that the history of a name holds.
 *
 * @param event the event
 * @param late whether it came after the lateness horizon
 * @param future whether it was dated after its own arrival by more than clocks differ
 */
public record Fact(IamEvent event, boolean late, boolean future) {

    /** Returns event time in seconds since 1970. */
    @JsonIgnore
    public long second() {
        return event.second();
    }

    /** Returns the same fact, its record known by position and hash only. */
    public Fact withoutRecord() {
        return event.record() == null ? this : new Fact(event.withoutRecord(), late, future);
    }

    /** Returns what it did. */
    @JsonIgnore
    public Change change() {
        return event.change();
    }
}
