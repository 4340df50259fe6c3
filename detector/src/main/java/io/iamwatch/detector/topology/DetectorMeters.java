package io.iamwatch.detector.topology;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What the detector counts. For every record that it reads:
 *
 * <pre>
 * read = evaluated + repeated + irrelevant + unresolved + rejected + misplaced
 * </pre>
 *
 * {@code late} and {@code future} count evaluated records, {@code alerts} versions of alerts.
 */
final class DetectorMeters {

    /** Group of the metrics. */
    static final String GROUP = "iamwatch-detector";

    final Sensor read;
    final Sensor evaluated;
    final Sensor repeated;
    final Sensor irrelevant;
    final Sensor unresolved;
    final Sensor rejected;
    final Sensor misplaced;
    final Sensor late;
    final Sensor future;
    final Sensor alerts;

    DetectorMeters(ProcessorContext<?, ?> context) {
        read = counter(context, "read");
        evaluated = counter(context, "evaluated");
        repeated = counter(context, "repeated");
        irrelevant = counter(context, "irrelevant");
        unresolved = counter(context, "unresolved");
        rejected = counter(context, "rejected");
        misplaced = counter(context, "misplaced");
        late = counter(context, "late");
        future = counter(context, "future");
        alerts = counter(context, "alerts");
    }

    private static Sensor counter(ProcessorContext<?, ?> context, String what) {
        String task = context.taskId().toString();
        Sensor sensor = context.metrics().addSensor(GROUP + "-" + task + "-" + what, Sensor.RecordingLevel.INFO);
        sensor.add(new MetricName(what + "-total", GROUP, "records " + what, Map.of("task-id", task)),
                new CumulativeCount());
        return sensor;
    }
}
