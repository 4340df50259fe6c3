package io.iamwatch.deploy.replay;

import io.iamwatch.detector.detection.Horizon;
import io.iamwatch.detector.replay.DurationWords;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What courses begin with. What ran goes on with what ran, rules with what they remember themselves. Rules that the
 * checkpoint does not know go on with what others remember, if that is no less than theirs: as if they came into
 * force there.
 */
final class Starts {

    private final Checkpoint checkpoint;
    private final List<Checkpoint.Course> chosen = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    private Starts(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * Chooses them.
     *
     * @param isOfWhatRan whether the first course is what ran
     * @param courses the others
     * @throws ReplayRefusal if the checkpoint does not remember enough for one
     */
    static Starts choose(Checkpoint checkpoint, boolean isOfWhatRan, List<Variant> courses) {
        Starts starts = new Starts(checkpoint);
        if (isOfWhatRan) {
            starts.chosen.add(checkpoint.courses().stream().filter(Checkpoint.Course::isWhatRan).findFirst()
                    .orElseThrow(() -> new ReplayRefusal("the checkpoint does not remember what ran: no detector had "
                            + "told its rules when it was exported; export it anew")));
        }
        courses.forEach(starts::choose);
        return starts;
    }

    private void choose(Variant course) {
        Optional<Checkpoint.Course> own = known().stream().filter(known -> known.rules().equals(course.rules()))
                .findFirst();
        if (own.isPresent()) {
            chosen.add(own.get());
            return;
        }
        Horizon needed = horizon(course.rules());
        chosen.add(known().stream().filter(known -> reaches(horizon(known.rules()), needed))
                .min(Comparator.comparingLong((Checkpoint.Course known) -> horizon(known.rules()).window())
                        .thenComparingLong(known -> horizon(known.rules()).lateness()))
                .orElseThrow(() -> new ReplayRefusal("the checkpoint does not remember enough for " + course.name()
                        + ": that needs " + words(needed) + "; the checkpoint has "
                        + known().stream().map(known -> words(horizon(known.rules())) + " (" + known.name() + ")")
                                .distinct().collect(Collectors.joining(", "))
                        + "; export it anew with these rules too")));
        others.add(course.name());
    }

    private List<Checkpoint.Course> known() {
        return checkpoint.courses().stream().filter(course -> !course.isWhatRan()).toList();
    }

    private static Horizon horizon(Rules rules) {
        return Horizon.of(rules);
    }

    private static boolean reaches(Horizon has, Horizon needed) {
        return has.window() >= needed.window() && has.lateness() >= needed.lateness();
    }

    private static String words(Horizon horizon) {
        return "a window of " + DurationWords.of(Duration.ofSeconds(horizon.window())) + " and a horizon of "
                + DurationWords.of(Duration.ofSeconds(horizon.lateness()));
    }

    /** Returns what each course begins with in a partition, in their order. */
    List<SortedMap<String, byte[]>> of(int partition) {
        return chosen.stream().map(course -> course.states().get(partition)).toList();
    }

    /** Returns the names of those that begin with what others remember. */
    List<String> others() {
        return others;
    }
}
