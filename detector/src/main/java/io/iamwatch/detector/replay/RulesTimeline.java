package io.iamwatch.detector.replay;

import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import java.util.List;

/**
 * Which rules were in force in one partition, from which record on: as {@code iamwatch.rules} tells.
 *
 * @param changes in the order in which they came into force; never empty
 */
public record RulesTimeline(List<Change> changes) {

    /**
     * Rules came into force.
     *
     * @param topic the topic of the record that was judged by them, the first of its topic
     * @param offset its offset
     * @param arrival its arrival, milliseconds since 1970: where a topic tells nothing itself, its records are held
     *     against it
     */
    public record Change(String topic, long offset, long arrival, Rules rules) {

        private boolean isOf(Origin record) {
            return record.topic().equals(topic);
        }
    }

    /** Keeps the order; where all say the same, the first is kept, as what holds for good. */
    public RulesTimeline {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a timeline of rules says at least what held first");
        }
        Rules first = changes.getFirst().rules();
        changes = changes.stream().allMatch(change -> change.rules().equals(first))
                ? List.of(new Change("", 0, Long.MIN_VALUE, first))
                : List.copyOf(changes);
    }

    /** Returns what holds for good. */
    public static RulesTimeline always(Rules rules) {
        return new RulesTimeline(List.of(new Change("", 0, Long.MIN_VALUE, rules)));
    }

    /**
     * Returns what held when a record was judged: what its own topic tells by offset; where that tells nothing yet,
     * what others tell by arrival; before the first change that was told, what it told.
     */
    public Rules at(Origin record) {
        Rules inForce = changes.getFirst().rules();
        boolean isTold = false;
        for (Change change : changes) {
            boolean hasCome = change.isOf(record)
                    ? record.offset() >= change.offset()
                    : !isTold && record.arrival() >= change.arrival();
            if (hasCome) {
                inForce = change.rules();
                isTold |= change.isOf(record);
            }
        }
        return inForce;
    }
}
