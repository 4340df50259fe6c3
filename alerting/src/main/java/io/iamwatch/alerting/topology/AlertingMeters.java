package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.measure.DelayHistogram;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeCount;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What alerting counts. For every record that it reads:
 *
 * <pre>
 * read = gathered + obeyed + refused + repeated + rejected
 * </pre>
 *
 * {@code obeyed} and {@code refused} are commands; {@code notified} counts what was put into the outbox;
 * {@code incidents} are those that were opened, by their severity then and by the rule of their first alert;
 * {@code verdicts} are those of incidents that were closed, by verdict, and in {@code verdicts-by-rule} once for
 * each rule of the incident.
 * <p>
 * Of each alert that was gathered, {@code delay} is alerting's share of its delay, from when the detector handed it
 * to Kafka until its incident is, and {@code incident-delay} all of it since the arrival in Kinesis of the record
 * behind. How many names there can be is bounded, and no account or user is among them.
 */
final class AlertingMeters {

    /** Group of the metrics. */
    static final String GROUP = "iamwatch-alerting";

    /** The detector's rules; incidents of any other are counted as one rule's. */
    static final Set<String> RULES = Set.of("new-admin-user", "admin-granted", "self-escalation", "unresolved-grant",
            "indirect-admin-path", "user-created-outside-automation", "credential-for-other-user",
            "denied-iam-attempts", "identity-center-grant", "audit-trail-tampering", "new-admin-contained",
            "new-admin-active");

    private static final String OTHER = "other";
    private static final int MOST_RULES = 40;
    private static final double MILLIS = 1000.0;

    /** Others may write alerts too: what does not look like a rule's id gets no name. */
    private static final Pattern RULE = Pattern.compile("[a-z0-9-]{1,60}");

    final Sensor read;
    final Sensor obeyed;
    final Sensor refused;
    final Sensor notified;
    final Sensor repeated;
    final Sensor rejected;
    private final StreamsMetrics metrics;
    private final String task;
    private final Sensor gathered;
    private final Map<String, Map<Severity, Sensor>> incidents = new HashMap<>();
    private final Map<Verdict, Sensor> verdicts = new EnumMap<>(Verdict.class);
    private final Map<String, Map<Verdict, Sensor>> verdictsByRule = new HashMap<>();
    private final Sensor delay;
    private final Sensor incidentDelay;

    AlertingMeters(ProcessorContext<?, ?> context) {
        metrics = context.metrics();
        task = context.taskId().toString();
        read = counter("read");
        gathered = counter("gathered");
        obeyed = counter("obeyed");
        refused = counter("refused");
        notified = counter("notified");
        repeated = counter("repeated");
        rejected = counter("rejected");
        delay = delays("delay");
        incidentDelay = delays("incident-delay");
        // All of them from the beginning: of a counter that comes into being as one, nobody sees that it has risen.
        RULES.forEach(this::incidentsOf);
        incidentsOf(OTHER);
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, shared("verdicts", Map.of("verdict", verdict.word())));
        }
    }

    /** Counts an alert that is a part of an incident now. */
    void gathered(DetectionFinding alert, IncidentFinding incident) {
        gathered.record();
        String rule = alert.findingInfo().analytic() == null ? "" : alert.findingInfo().analytic().uid();
        if (incident.activityId() == Activity.CREATE) {
            incidents.get(RULES.contains(rule) ? rule : OTHER).get(incident.severityId()).record();
        }
        var unused = verdictsOf(rule);
    }

    /**
     * Measures the way of an alert to its incident.
     *
     * @param arrival in Kinesis of the record behind it, milliseconds
     * @param writtenAt when it was handed to Kafka, milliseconds; empty where its producer does not say
     * @param now wall clock, milliseconds
     */
    void told(long arrival, OptionalLong writtenAt, long now) {
        incidentDelay.record((now - arrival) / MILLIS);
        writtenAt.ifPresent(written -> delay.record((now - written) / MILLIS));
    }

    /** Counts what an incident was found to be. */
    void closed(Verdict verdict, IncidentFinding incident) {
        verdicts.get(verdict).record();
        incident.unmapped().iamwatch().alerts().stream().map(IncidentFinding.AlertState::ruleId).distinct()
                .forEach(rule -> verdictsOf(rule).get(verdict).record());
    }

    private void incidentsOf(String rule) {
        Map<Severity, Sensor> bySeverity = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            bySeverity.put(severity, shared("incidents",
                    Map.of("rule", rule, "severity", severity.name().toLowerCase(Locale.ROOT))));
        }
        incidents.put(rule, bySeverity);
    }

    private Map<Verdict, Sensor> verdictsOf(String rule) {
        boolean known = verdictsByRule.containsKey(rule)
                || (verdictsByRule.size() < MOST_RULES && rule != null && RULE.matcher(rule).matches());
        return verdictsByRule.computeIfAbsent(known ? rule : OTHER, name -> {
            Map<Verdict, Sensor> counters = new EnumMap<>(Verdict.class);
            for (Verdict verdict : Verdict.values()) {
                counters.put(verdict, shared("verdicts-by-rule", Map.of("rule", name, "verdict", verdict.word())));
            }
            return counters;
        });
    }

    private Sensor counter(String what) {
        Sensor sensor = metrics.addSensor(GROUP + "-" + task + "-" + what, Sensor.RecordingLevel.INFO);
        sensor.add(new MetricName(what + "-total", GROUP, "records " + what, Map.of("task-id", task)),
                new CumulativeCount());
        return sensor;
    }

    /** Returns a counter that all tasks of this process have in common. */
    private Sensor shared(String what, Map<String, String> tags) {
        Sensor sensor = metrics.addSensor(GROUP + "-" + what + new TreeMap<>(tags), Sensor.RecordingLevel.INFO);
        synchronized (sensor) {
            if (!sensor.hasMetrics()) {
                sensor.add(new MetricName(what + "-total", GROUP, what, tags), new CumulativeCount());
            }
        }
        return sensor;
    }

    private Sensor delays(String what) {
        Sensor sensor = metrics.addSensor(GROUP + "-" + what, Sensor.RecordingLevel.INFO);
        synchronized (sensor) {
            if (!sensor.hasMetrics()) {
                sensor.add(new DelayHistogram(what, DelayHistogram.PIPELINE, (name, tags) -> new MetricName(name, GROUP,
                        "alerts whose delay was not longer, or its sum", tags)));
            }
        }
        return sensor;
    }
}
