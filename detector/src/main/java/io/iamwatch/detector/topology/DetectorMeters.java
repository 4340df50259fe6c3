package io.iamwatch.detector.topology;

import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.measure.DelayHistogram;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.detector.rules.RuleId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What the detector counts. For every record that it reads:
 *
 * <pre>
 * read = evaluated + repeated + irrelevant + baseline + rejected + misplaced + dropped + canary
 * rejected = the sum of rejected-by-reason
 * alerts = the versions of alerts; new-alerts are their first ones, by rule and severity
 * </pre>
 *
 * {@code irrelevant} are also nearly all of those that only tell what somebody does: of who is followed they are
 * {@code evaluated}, or {@code repeated} where they change nothing of what is known. {@code dropped} are those that
 * no rule needs and that the consumer did not pass on. {@code late} and {@code future} count evaluated records:
 * that came after the lateness horizon, that are dated after their arrival. {@code muted} are those of which
 * nothing is said, whatever they come to, since a former generation has judged them. {@code passed-over} are calls,
 * among the {@code irrelevant} ones or of identity events, by somebody who is not followed and for whom there was
 * no room in the short memory of who called. {@code canary} are the events of the canary, which nothing else
 * counts; {@code forged} are events about its accounts that are not its own: they are evaluated as any other.
 * <p>
 * Of each identity event that was evaluated, {@code delay} is the detector's share of its delay, from when ingest
 * handed it to Kafka until it is judged, and {@code event-delay} all of it since its arrival in Kinesis: what the
 * objective is about. {@code lateness} is how old it is then, from its event time in whole seconds; for one that is
 * dated after that, none. {@code rules} tells which are in force, by the beginning of their hash. How many names
 * there can be is bounded, and no account or user is among them.
 */
final class DetectorMeters {

    /** Group of the metrics. */
    static final String GROUP = "iamwatch-detector";

    /** The same of candidate rules. */
    static final String SHADOW_GROUP = "iamwatch-detector-shadow";

    private static final int MOST_REASONS = 40;
    private static final double MILLIS = 1000.0;

    final Sensor read;
    final Sensor evaluated;
    final Sensor repeated;
    final Sensor irrelevant;
    final Sensor baseline;
    private final Sensor rejected;
    final Sensor misplaced;
    final Sensor late;
    final Sensor future;
    final Sensor canary;
    final Sensor forged;
    private final Sensor alerts;
    final Sensor muted;
    private final Sensor passedOver;
    private final StreamsMetrics metrics;
    private final ProcessorContext<?, ?> context;
    private final Sensor.RecordingLevel level;
    private final String group;
    private final String task;
    private final Map<RuleId, Map<Severity, Sensor>> newAlerts = new EnumMap<>(RuleId.class);
    private final Map<String, Sensor> reasons = new HashMap<>();
    private final Sensor delay;
    private final Sensor eventDelay;
    private final Sensor lateness;

    /**
     * Begins to count.
     *
     * @param level at which it counts: at {@code INFO} always, at another only where Streams is told to
     */
    DetectorMeters(ProcessorContext<?, ?> context, Sensor.RecordingLevel level, String group, DroppedRecords dropped,
            String rulesHash) {
        this.context = context;
        this.level = level;
        this.group = group;
        metrics = context.metrics();
        task = context.taskId().toString();
        int partition = context.taskId().partition();
        read = counter("read", new CountWithDropped(dropped, partition));
        evaluated = counter("evaluated");
        repeated = counter("repeated");
        irrelevant = counter("irrelevant");
        baseline = counter("baseline");
        rejected = counter("rejected");
        misplaced = counter("misplaced");
        late = counter("late");
        future = counter("future");
        canary = counter("canary");
        forged = counter("forged");
        alerts = counter("alerts");
        muted = counter("muted");
        passedOver = counter("passed-over", new CumulativeSum());
        var unused = counter("dropped", new CountWithDropped(dropped, partition));
        delay = delays("delay", DelayHistogram.PIPELINE);
        eventDelay = delays("event-delay", DelayHistogram.PIPELINE);
        lateness = delays("lateness", DelayHistogram.DELIVERY);
        showRules(rulesHash);
        // All of them from the beginning: of a counter that comes into being as one, nobody sees that it has risen.
        for (RuleId rule : RuleId.values()) {
            Map<Severity, Sensor> bySeverity = new EnumMap<>(Severity.class);
            for (Severity severity : Severity.values()) {
                bySeverity.put(severity, newAlerts(rule, severity));
            }
            newAlerts.put(rule, bySeverity);
        }
    }

    /** Counts calls of which nothing was remembered for want of room. */
    void passedOver(long calls) {
        if (calls > 0) {
            passedOver.record((double) calls);
        }
    }

    /** Counts a version of an alert. */
    void alert(DetectionFinding alert) {
        alerts.record();
        if (alert.activityId() == Activity.CREATE) {
            rule(alert).ifPresent(rule -> newAlerts.get(rule).get(alert.severityId()).record());
        }
    }

    private static Optional<RuleId> rule(DetectionFinding alert) {
        String id = alert.findingInfo().analytic().uid();
        return Arrays.stream(RuleId.values()).filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** Counts a record that is not judged; reasons beyond a bound are told as one. */
    void rejected(String reason) {
        rejected.record();
        boolean known = reasons.containsKey(reason) || reasons.size() < MOST_REASONS;
        reasons.computeIfAbsent(known ? reason : "other",
                text -> shared("rejected-by-reason", Map.of("reason", text), "records rejected, by reason")).record();
    }

    /**
     * Measures the way of an identity event that was judged, as far as its producer says when it was where.
     *
     * @param second event time, seconds since 1970
     */
    void judged(Record<?, ?> event, long second) {
        if (eventDelay.shouldRecord()) {
            long now = context.currentSystemTimeMs();
            eventDelay.record((now - event.timestamp()) / MILLIS);
            lateness.record(now / MILLIS - second);
            RecordHeaders.writtenAt(event.headers()).ifPresent(written -> delay.record((now - written) / MILLIS));
        }
    }

    private Sensor counter(String what) {
        return counter(what, new CumulativeCount());
    }

    private Sensor counter(String what, MeasurableStat count) {
        Sensor sensor = metrics.addSensor(group + "-" + task + "-" + what, level);
        sensor.add(new MetricName(what + "-total", group, "records " + what, Map.of("task-id", task)), count);
        return sensor;
    }

    private Sensor newAlerts(RuleId rule, Severity severity) {
        return shared("new-alerts",
                Map.of("rule", rule.id(), "severity", severity.name().toLowerCase(Locale.ROOT)),
                "alerts, each once, by rule and by severity of their first version");
    }

    /** Returns a counter that all tasks of this process have in common. */
    private Sensor shared(String what, Map<String, String> tags, String description) {
        Sensor sensor = ofAllTasks(what + new TreeMap<>(tags));
        synchronized (sensor) {
            if (!sensor.hasMetrics()) {
                sensor.add(new MetricName(what + "-total", group, description, tags), new CumulativeCount());
            }
        }
        return sensor;
    }

    private Sensor delays(String what, List<Double> bounds) {
        Sensor sensor = ofAllTasks(what);
        synchronized (sensor) {
            if (!sensor.hasMetrics()) {
                sensor.add(new DelayHistogram(what, bounds, (name, tags) -> new MetricName(name, group,
                        "identity events whose delay was not longer, or its sum", tags)));
            }
        }
        return sensor;
    }

    private void showRules(String hash) {
        Sensor sensor = ofAllTasks("rules");
        synchronized (sensor) {
            if (!sensor.hasMetrics()) {
                sensor.add(new MetricName("rules", group, "1 for the rules in force",
                        Map.of("hash", DetectorNames.shortHash(hash))), new One());
            }
        }
    }

    private Sensor ofAllTasks(String what) {
        return metrics.addSensor(group + "-" + what, level);
    }

    /** Is one, whatever is recorded. */
    private static final class One implements MeasurableStat {
        @Override
        public void record(MetricConfig config, double value, long now) {
            // Nothing is counted.
        }

        @Override
        public double measure(MetricConfig config, long now) {
            return 1;
        }
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
