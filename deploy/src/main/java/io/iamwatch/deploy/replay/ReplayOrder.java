package io.iamwatch.deploy.replay;

import io.iamwatch.detector.replay.Score.Label;
import io.iamwatch.detector.replay.Sweep;
import io.iamwatch.detector.replay.Variant;
import io.iamwatch.detector.rules.Rules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is to be replayed, and by which rules.
 *
 * @param topic {@code cloudtrail.identity} or {@code cloudtrail.history}; says nothing where files are read
 * @param keep what is taken over of another replay, and left to others
 * @param accounts empty for all
 * @param against the rules that variants are held against; null for those that were in force
 * @param variants rules to be tried
 * @param sweeps settings to be tried, on the rules that variants are held against
 * @param labels what alerts were found to be, by their uids; null for the verdicts of closed incidents
 * @param threads how many partitions are read at once
 */
public record ReplayOrder(String topic, Span span, Keep keep, Set<String> accounts, Rules against,
        List<Variant> variants, List<Sweep> sweeps, Map<String, Label> labels, int threads) {

    /**
     * What goes from one replay to another.
     *
     * @param begin a checkpoint that the replay begins with; null where it begins with nothing
     * @param checkpoint where what is remembered in the end goes; null where it is forgotten
     * @param baseline where what history taught goes, for the live detector; null where it does not
     * @param notes is told of the baselines, a line each
     */
    public record Keep(Path begin, Path checkpoint, Path baseline, Consumer<String> notes) {

        /** Nothing. */
        public static final Keep NOTHING = new Keep(null, null, null, note -> {});
    }

    /**
     * Which records count, and how much is read before them.
     *
     * @param from arrival of the first record that counts; null for the beginning
     * @param to exclusive; null for the end of what is committed now
     * @param offsets what counts instead of a range of arrivals; null where that is one
     * @param warmUp how much is read before the range, only to be remembered; null for all that there is
     */
    public record Span(Instant from, Instant to, Offsets offsets, Duration warmUp) {

        /** All that there is. */
        public static final Span ALL = new Span(null, null, null, null);
    }
}
