package io.iamwatch.detector.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * A range in equal steps, so that alerts of several variants are counted side by side. Arrival, milliseconds since
 * 1970.
 *
 * @param start where the first step begins: at a multiple of the step, in UTC, at or before the range's begin
 * @param step how long each is
 * @param steps how many there are, one at least
 */
public record TimeGrid(long start, long step, int steps) {

    private static final int MOST = 48;
    private static final List<Long> STEPS = Stream.of(Duration.ofMinutes(1), Duration.ofMinutes(5),
            Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(7))
            .map(Duration::toMillis).toList();

    /**
     * Returns the finest of some usual steps of which the range has no more than can be told apart.
     *
     * @param from where the range begins
     * @param to where it ends, not before its begin
     */
    public static TimeGrid of(long from, long to) {
        long step = STEPS.stream().filter(usual -> count(from, to, usual) <= MOST).findFirst()
                .orElseGet(() -> farther(from, to));
        return new TimeGrid(Math.floorDiv(from, step) * step, step, (int) count(from, to, step));
    }

    private static long farther(long from, long to) {
        long step = STEPS.getLast();
        while (count(from, to, step) > MOST) {
            step *= 2;
        }
        return step;
    }

    private static long count(long from, long to, long step) {
        return Math.floorDiv(to, step) - Math.floorDiv(from, step) + 1;
    }

    /** Returns how many of these were raised in each step; what is outside counts at the edge. */
    List<Integer> count(Collection<ReplayedAlert> alerts) {
        List<Integer> counts = new ArrayList<>(Collections.nCopies(steps, 0));
        for (ReplayedAlert alert : alerts) {
            int at = Math.clamp(Math.floorDiv(alert.raised() - start, step), 0, steps - 1);
            counts.set(at, counts.get(at) + 1);
        }
        return List.copyOf(counts);
    }
}
