package io.iamwatch.alerting.topology;

import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What alerting counts. For every record that it reads:
 *
 * <pre>
 * read = gathered + obeyed + refused + repeated + rejected
 * </pre>
 *
 * {@code obeyed} and {@code refused} are commands; {@code notified} counts what was put into the outbox.
 */
final class AlertingMeters {

    /** Group of the metrics. */
    static final String GROUP = "iamwatch-alerting";

    final Sensor read;
    final Sensor gathered;
    final Sensor obeyed;
    final Sensor refused;
    final Sensor notified;
    final Sensor repeated;
    final Sensor rejected;

    AlertingMeters(ProcessorContext<?, ?> context) {
        read = counter(context, "read");
        gathered = counter(context, "gathered");
        obeyed = counter(context, "obeyed");
        refused = counter(context, "refused");
        notified = counter(context, "notified");
        repeated = counter(context, "repeated");
        rejected = counter(context, "rejected");
    }

    private static Sensor counter(ProcessorContext<?, ?> context, String what) {
        String task = context.taskId().toString();
        Sensor sensor = context.metrics().addSensor(GROUP + "-" + task + "-" + what, Sensor.RecordingLevel.INFO);
        sensor.add(new MetricName(what + "-total", GROUP, "records " + what, Map.of("task-id", task)),
                new CumulativeCount());
        return sensor;
    }
}
