package io.iamwatch.detector.iam;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.event.Subject;
import java.util.Optional;

/**
 * An event that a history holds.
 *
 * @param event the event
 * @param late whether it came after the lateness horizon
 * @param future whether it was dated after its own arrival by more than clocks differ
 */
public record Fact(IamEvent event, boolean late, boolean future) implements Comparable<Fact> {

    /** What the event of a snapshot is called: no call of CloudTrail's has that name. */
    public static final String BASELINE = "Baseline";

    /** Returns event time in seconds since 1970. */
    @JsonIgnore
    public long second() {
        return event.second();
    }

    /** Returns what it did. */
    @JsonIgnore
    public Change change() {
        return event.change();
    }

    /** Returns what identifies it. */
    @JsonIgnore
    public EventId id() {
        return event.id();
    }

    /** Returns the unique id that it tells of somebody who can be renamed, as if it were a name. */
    @JsonIgnore
    public Optional<Subject> movableId() {
        EntityKind kind = change().subject().kind();
        String id = switch (change()) {
            case Change.Born born -> born.uniqueId();
            case Change.Snapshot snapshot -> snapshot.uniqueId();
            default -> null;
        };
        return id == null || (kind != EntityKind.USER && kind != EntityKind.GROUP)
                ? Optional.empty()
                : Optional.of(new Subject(kind, id));
    }

    /** Returns whether somebody did it, as opposed to a snapshot that found it so. */
    @JsonIgnore
    public boolean isEvent() {
        return !event.id().eventName().equals(BASELINE);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Fact fact && late == fact.late && future == fact.future
                && event.equals(fact.event));
    }

    /** The identity's alone: of two facts with one identity hardly ever is anything else different. */
    @Override
    public int hashCode() {
        return id().eventId().hashCode();
    }

    @Override
    public int compareTo(Fact other) {
        return event.id().compareTo(other.event.id());
    }
}
