package io.iamwatch.detector.topology;

import java.util.Optional;

/**
 * Which life of the detector's state it is. Each has an application id of its own and builds its state from the
 * first record on. It says nothing of the records that the generation before has judged, since what was to be said
 * of them was said.
 *
 * @param number from 1
 */
public record Generation(int number) {

    /** The one that an installation begins with. */
    public static final Generation FIRST = new Generation(1);

    /** Refuses what is before the first. */
    public Generation {
        if (number < 1) {
            throw new IllegalArgumentException("a generation of " + number + ": they are counted from 1");
        }
    }

    /** Returns the id under which Kafka knows its group, its transactions and the changelog of its state. */
    public String applicationId() {
        return number == 1 ? DetectorNames.APPLICATION_ID : DetectorNames.APPLICATION_ID + "-" + number;
    }

    /** Returns the one before; empty for the first. */
    Optional<Generation> former() {
        return number == 1 ? Optional.empty() : Optional.of(new Generation(number - 1));
    }
}
