package io.iamwatch.deploy.status.kafka;

import io.iamwatch.contracts.measure.DelayHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The values of one metric for Prometheus, from all beans that have it. */
final class Collected {

    private static final String BUCKET = "-seconds-bucket";
    private static final String SUM = "-seconds-sum";

    private final Shown first;
    private final Map<Map<String, String>, Double> values = new HashMap<>();
    private final NavigableMap<Double, Double> buckets = new TreeMap<>();

    Collected(Shown first) {
        this.first = first;
    }

    static String[] attributes(Shown shown) {
        return shown.kind() == Shown.Kind.HISTOGRAM
                ? new String[]{shown.attribute() + BUCKET, shown.attribute() + SUM}
                : new String[]{shown.attribute()};
    }

    void add(Shown shown, String attribute, Bean bean, double value) {
        if (attribute.endsWith(BUCKET)) {
            bean.tag(DelayHistogram.BOUND).ifPresent(bound -> buckets.merge(
                    bound.equals(DelayHistogram.NO_BOUND) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound), value,
                    Double::sum));
            return;
        }
        shown.labelsOf(bean).ifPresent(labels -> values.merge(labels, value / shown.perUnit(),
                shown.kind() == Shown.Kind.GAUGE ? Math::max : Double::sum));
    }

    /** Returns what is told; empty where no bean has it. */
    Optional<MetricSnapshot> snapshot() {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(switch (first.kind()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter = CounterSnapshot.builder().name(first.name()).help(first.help());
                values.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels(labels)).value(value).build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(first.name()).help(first.help());
                values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels(labels)).value(value).build()));
                yield gauge.build();
            }
            case HISTOGRAM -> HistogramSnapshot.builder().name(first.name()).help(first.help())
                    .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(apart()).sum(values.values().iterator().next()).build())
                    .build();
        });
    }

    /** Each of Kafka's counts those before it too. They are read one after the other, and so may seem to fall. */
    private ClassicHistogramBuckets apart() {
        ClassicHistogramBuckets.Builder apart = ClassicHistogramBuckets.builder();
        double before = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            apart.bucket(bucket.getKey(), Math.round(Math.max(0, bucket.getValue() - before)));
            before = Math.max(before, bucket.getValue());
        }
        return apart.build();
    }

    private static Labels labels(Map<String, String> labels) {
        return Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
    }
}
