package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.gauge;
import static io.iamwatch.deploy.status.kafka.Shown.histogram;

import io.iamwatch.contracts.measure.ApplicationMeters;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the detector counts, since its process' start. For every record that it reads, by partition:
 *
 * <pre>
 * iamwatch_detector_read_total = sum(iamwatch_detector_records_total), of the outcomes
 *     evaluated + repeated + irrelevant + baseline + rejected + misplaced + dropped + canary
 * sum(iamwatch_detector_rejected_total) = sum(iamwatch_detector_records_total{outcome="rejected"})
 * iamwatch_detector_event_delay_seconds_count = sum(iamwatch_detector_records_total{outcome="evaluated"}),
 *     but for muted records and those of baselines
 * iamwatch_detector_lateness_seconds_count = iamwatch_detector_event_delay_seconds_count
 * </pre>
 *
 * What candidate rules in the shadow come to has names of its own and is in none of these sums.
 */
final class DetectorTable {

    private static final String OWN = "kafka.streams:iamwatch-detector";
    private static final String APPLICATION = ApplicationMeters.DOMAIN + ":detector";
    private static final String SHADOW = "kafka.streams:iamwatch-detector-shadow";
    private static final String PARTITION = "partition";
    private static final String TASK = "task-id";

    static final List<Shown> METRICS = Stream.concat(outcomes(), Stream.of(
            counter("iamwatch_detector_read", "Records of cloudtrail.identity and iamwatch.baseline read.", OWN,
                    "read-total").by(PARTITION, TASK, TagText.PARTITION),
            perTask("late", "Evaluated events that came after the lateness horizon."),
            perTask("future", "Evaluated events that are dated after their own arrival."),
            perTask("muted", "Records of which nothing is said, since a former generation has judged them."),
            perTask("passed_over", "Calls by nobody who is followed, forgotten at once for want of room.",
                    "passed-over-total"),
            perTask("alert_versions", "Versions of alerts, the first of each among them.", "alerts-total"),
            perTask("forged_canary_events",
                    "Evaluated events about an account of the canary that are not the canary's.", "forged-total"),
            counter("iamwatch_detector_alerts", "Alerts, each once, by rule and severity of their first version.", OWN,
                    "new-alerts-total").by("rule").by("severity"),
            counter("iamwatch_detector_rejected", "Records that are not judged, by reason.", OWN,
                    "rejected-by-reason-total").by("reason"),
            gauge("iamwatch_detector_rules_info", "1 for the rules in force, by the beginning of their hash.", OWN,
                    "rules").by("hash"),
            counter("iamwatch_detector_shadow_read", "Records that were read for candidate rules.", SHADOW,
                    "read-total"),
            counter("iamwatch_detector_shadow_alerts",
                    "Alerts that candidate rules would give, each once, by rule and severity of their first version.",
                    SHADOW, "new-alerts-total").by("rule").by("severity"),
            gauge("iamwatch_detector_shadow_rules_info", "1 for the candidate rules, by the beginning of their hash.",
                    SHADOW, "rules").by("hash"),
            counter("iamwatch_detector_aborted_transactions",
                    "Transactions of the detector that were aborted: their work is done again.", APPLICATION,
                    "aborted-total"),
            histogram("iamwatch_detector_restore_seconds",
                    "How long the detector read the state of a partition anew before it could work with it.",
                    APPLICATION, "restore"),
            histogram("iamwatch_detector_lateness_seconds",
                    "How old an identity event is when it is judged: from its event time, in whole seconds.", OWN,
                    "lateness"),
            histogram("iamwatch_detector_delay_seconds",
                    "The detector's share of an identity event's delay: from Kafka's producer until it is judged.", OWN,
                    "delay"),
            histogram("iamwatch_detector_event_delay_seconds",
                    "From an identity event's arrival in Kinesis until it is judged: what the objective is about.", OWN,
                    "event-delay")))
            .toList();

    private DetectorTable() {
    }

    private static Stream<Shown> outcomes() {
        return Stream
                .of("evaluated", "repeated", "irrelevant", "baseline", "rejected", "misplaced", "dropped", "canary")
                .map(outcome -> counter("iamwatch_detector_records",
                        "What became of the records that the detector read, by outcome: see the equations.", OWN,
                        outcome + "-total").with("outcome", outcome).by(PARTITION, TASK, TagText.PARTITION));
    }

    private static Shown perTask(String what, String help) {
        return perTask(what, help, what + "-total");
    }

    /** Added over the tasks. */
    private static Shown perTask(String what, String help, String attribute) {
        return counter("iamwatch_detector_" + what, help, OWN, attribute);
    }
}
