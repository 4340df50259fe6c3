package io.iamwatch.deploy.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What it costs a detector to be watched, on identity records alone: of these each is counted and timed.
 *
 * @param records in the topic, the canary's left out
 * @param partitions of the topic
 * @param threads of the detector
 * @param triples one after the other
 * @param alerts that each detector raised
 */
public record WatchingFigures(long records, int partitions, int threads, List<Triple> triples, long alerts) {

    /**
     * Three detectors on the same topic, in changing order.
     *
     * @param without nothing watches it
     * @param with everything watches it
     * @param again nothing watches this one either: what differs from the first is noise
     */
    public record Triple(Round without, Round with, Round again) {

        /** Returns a figure with watchers as a share of that without. */
        public double ratio(ToDoubleFunction<Round> figure) {
            return figure.applyAsDouble(with) / figure.applyAsDouble(without);
        }

        /** Returns a figure without watchers as a share of another one without. */
        public double noise(ToDoubleFunction<Round> figure) {
            return figure.applyAsDouble(again) / figure.applyAsDouble(without);
        }
    }

    /**
     * One detector, from its first records to the end of what is there.
     *
     * @param records that it read
     * @param time that it took
     * @param detector processor time of the threads of its Streams and clients
     * @param watchers processor time of the threads that answer for metrics, and of the canary's
     * @param process processor time of all of this process: broker, garbage collector and compilers too
     * @param scrapes how often metrics were asked for
     * @param heard how many of the canary's pairs came out as alerts
     */
    public record Round(long records, Duration time, Duration detector, Duration watchers, Duration process,
            int scrapes, long heard) {

        /** Returns the rate. */
        public double recordsPerSecond() {
            return DetectorBench.rate(records, time);
        }

        /** Returns processor time of the detector and of what watches it, microseconds a record. */
        public double cpuMicros() {
            return detector.plus(watchers).toNanos() / 1000.0 / records;
        }

        /** Returns processor time of the process, microseconds a record. */
        public double processMicros() {
            return process.toNanos() / 1000.0 / records;
        }

        /** Returns the share of one processor that the watchers' own threads take. */
        public double watchersShare() {
            return (double) watchers.toNanos() / time.toNanos();
        }
    }

    /**
     * Of the triples.
     *
     * @param median of them
     * @param least of them
     * @param most of them
     */
    public record Spread(double median, double least, double most) {

        static Spread of(double[] values) {
            double[] sorted = Arrays.stream(values).sorted().toArray();
            return new Spread(DetectorFigures.median(sorted), sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** Returns a figure with watchers as a share of that without. */
    public Spread ratio(ToDoubleFunction<Round> figure) {
        return Spread.of(triples.stream().mapToDouble(triple -> triple.ratio(figure)).toArray());
    }

    /** Returns the same of two without watchers. */
    public Spread noise(ToDoubleFunction<Round> figure) {
        return Spread.of(triples.stream().mapToDouble(triple -> triple.noise(figure)).toArray());
    }

    /** Returns the median of a figure without watchers. */
    public double without(ToDoubleFunction<Round> figure) {
        return DetectorFigures.median(triples.stream().map(Triple::without).mapToDouble(figure).toArray());
    }

    /** Returns the median of a figure with watchers. */
    public double with(ToDoubleFunction<Round> figure) {
        return DetectorFigures.median(triples.stream().map(Triple::with).mapToDouble(figure).toArray());
    }
}
