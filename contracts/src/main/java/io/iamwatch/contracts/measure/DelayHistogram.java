package io.iamwatch.contracts.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.CompoundStat;
import org.apache.kafka.common.metrics.MetricConfig;

/**
 * Counts delays in buckets, as Prometheus does: of each bound how many were not longer, under
 * {@code <name>-seconds-bucket} with a tag {@code le}, the last of which counts all, and their sum under
 * {@code <name>-seconds-sum}. Kafka's metrics have no such thing, and are the only ones that a connector finds on
 * every worker. How many numbers there are does not depend on what is recorded.
 */
public final class DelayHistogram implements CompoundStat {

    /** The tag with a bucket's bound. */
    public static final String BOUND = "le";

    /** The bound of the bucket that counts all. */
    public static final String NO_BOUND = "+Inf";

    /** Delays within the pipeline, seconds: what is promised are a few of them. */
    public static final List<Double> PIPELINE = List.of(0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
            300.0, 3600.0);

    /** Delays before the pipeline, seconds: CloudTrail takes minutes, and what is late comes after hours or days. */
    public static final List<Double> DELIVERY = List.of(1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0,
            3600.0, 21600.0, 86400.0, 604800.0);

    /** Restores of state, seconds: of none nothing, of a large one as long as its changelog takes. */
    public static final List<Double> RESTORE = List.of(0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0);

    private final String name;
    private final List<Double> bounds;
    private final BiFunction<String, Map<String, String>, MetricName> names;
    private final LongAdder[] buckets;
    private final DoubleAdder sum = new DoubleAdder();

    /**
     * Makes one with nothing in it.
     *
     * @param name without its unit
     * @param bounds the longest delay of each bucket, seconds, rising
     * @param names makes a metric's name of a name and tags
     */
    public DelayHistogram(String name, List<Double> bounds, BiFunction<String, Map<String, String>, MetricName> names) {
        this.name = name;
        this.bounds = List.copyOf(bounds);
        this.names = names;
        this.buckets = new LongAdder[bounds.size() + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    @Override
    public void record(MetricConfig config, double seconds, long nowMillis) {
        record(seconds);
    }

    /** Counts a delay, in seconds; one below zero, where two clocks differ, is none. */
    public void record(double seconds) {
        double delay = Math.max(0, seconds);
        int bucket = 0;
        while (bucket < bounds.size() && delay > bounds.get(bucket)) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(delay);
    }

    @Override
    public List<NamedMeasurable> stats() {
        List<NamedMeasurable> shown = new ArrayList<>();
        for (int i = 0; i < buckets.length; i++) {
            int last = i;
            Map<String, String> bound = new LinkedHashMap<>();
            bound.put(BOUND, i < bounds.size() ? bounds.get(i).toString() : NO_BOUND);
            shown.add(new NamedMeasurable(names.apply(name + "-seconds-bucket", bound),
                    (config, nowMillis) -> notLongerThan(last)));
        }
        shown.add(new NamedMeasurable(names.apply(name + "-seconds-sum", new LinkedHashMap<>()),
                (config, nowMillis) -> sum.sum()));
        return shown;
    }

    private double notLongerThan(int last) {
        long count = 0;
        for (int i = 0; i <= last; i++) {
            count += buckets[i].sum();
        }
        return count;
    }
}
