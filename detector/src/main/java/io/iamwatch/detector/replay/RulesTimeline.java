package io.iamwatch.detector.replay;

import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import java.util.Comparator;
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
     * @param topic the topic of the first record that was judged by them
     * @param offset its offset
     * @param arrival its arrival, milliseconds since 1970: a record of another topic is held against it
     */
    public record Change(String topic, long offset, long arrival, Rules rules) {

        boolean hadCome(Origin record) {
            return record.topic().equals(topic) ? record.offset() >= offset : record.arrival() >= arrival;
        }
    }

    /** Puts the changes in order; where all say the same, the first is kept, as what holds for good. */
    public RulesTimeline {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("a timeline of rules says at least what held first");
        }
        Rules first = changes.getFirst().rules();
        changes = changes.stream().allMatch(change -> change.rules().equals(first))
                ? List.of(new Change("", 0, Long.MIN_VALUE, first))
                : changes.stream().sorted(Comparator.comparingLong(Change::arrival).thenComparingLong(Change::offset))
                        .toList();
    }

    /** Returns what holds for good. */
    public static RulesTimeline always(Rules rules) {
        return new RulesTimeline(List.of(new Change("", 0, Long.MIN_VALUE, rules)));
    }

    /** Returns what held when a record was judged; before the first change that was told, what it told. */
    public Rules at(Origin record) {
        Rules inForce = changes.getFirst().rules();
        for (Change change : changes) {
            if (change.hadCome(record)) {
                inForce = change.rules();
            }
        }
        return inForce;
    }
}
