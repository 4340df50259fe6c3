package io.iamwatch.detector.topology;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What the detector counts. For every record that it reads:
 *
 * <pre>
 * read = evaluated + repeated + irrelevant + baseline + rejected + misplaced + dropped
 * </pre>
 *
 * {@code dropped} are those that no rule needs and that the consumer did not pass on. {@code late} and
 * {@code future} count evaluated records, {@code alerts} versions of alerts. {@code muted} are those of which
 * nothing is said, whatever they come to, since a former generation has judged them.
 */
final class DetectorMeters {

    /** Group of the metrics. */
    static final String GROUP = "iamwatch-detector";

    final Sensor read;
    final Sensor evaluated;
    final Sensor repeated;
    final Sensor irrelevant;
    final Sensor baseline;
    final Sensor rejected;
    final Sensor misplaced;
    final Sensor late;
    final Sensor future;
    final Sensor alerts;
    final Sensor muted;

    DetectorMeters(ProcessorContext<?, ?> context, DroppedRecords dropped) {
        int partition = context.taskId().partition();
        read = counter(context, "read", new CountWithDropped(dropped, partition));
        evaluated = counter(context, "evaluated");
        repeated = counter(context, "repeated");
        irrelevant = counter(context, "irrelevant");
        baseline = counter(context, "baseline");
        rejected = counter(context, "rejected");
        misplaced = counter(context, "misplaced");
        late = counter(context, "late");
        future = counter(context, "future");
        alerts = counter(context, "alerts");
        muted = counter(context, "muted");
        var unused = counter(context, "dropped", new CountWithDropped(dropped, partition));
    }

    private static Sensor counter(ProcessorContext<?, ?> context, String what) {
        return counter(context, what, new CumulativeCount());
    }

    private static Sensor counter(ProcessorContext<?, ?> context, String what, MeasurableStat count) {
        String task = context.taskId().toString();
        Sensor sensor = context.metrics().addSensor(GROUP + "-" + task + "-" + what, Sensor.RecordingLevel.INFO);
        sensor.add(new MetricName(what + "-total", GROUP, "records " + what, Map.of("task-id", task)), count);
        return sensor;
    }

    /** Counts what is recorded, and what the consumer counted on its thread. */
    private static final class CountWithDropped extends CumulativeCount {
        private final DroppedRecords dropped;
        private final int partition;

        CountWithDropped(DroppedRecords dropped, int partition) {
            this.dropped = dropped;
            this.partition = partition;
        }

        @Override
        public double measure(MetricConfig config, long now) {
            return super.measure(config, now) + dropped.of(partition);
        }
    }
}
