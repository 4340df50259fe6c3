package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.histogram;

import io.iamwatch.contracts.measure.ApplicationMeters;
import java.util.List;
import java.util.stream.Stream;

/**
 * What alerting counts, since its process' start. For every record that it reads:
 *
 * <pre>
 * iamwatch_alerting_read_total = sum(iamwatch_alerting_records_total), of the outcomes
 *     gathered (an alert) + obeyed + refused (commands) + repeated + rejected
 * iamwatch_alerting_incident_delay_seconds_count = iamwatch_alerting_records_total{outcome="gathered"}
 * </pre>
 */
final class AlertingTable {

    private static final String OWN = "kafka.streams:iamwatch-alerting";
    private static final String APPLICATION = ApplicationMeters.DOMAIN + ":alerting";

    static final List<Shown> METRICS = Stream.concat(outcomes(), Stream.of(
            counter("iamwatch_alerting_read", "Records of iamwatch.alerts and iamwatch.verdicts read.", OWN,
                    "read-total"),
            counter("iamwatch_alerting_outbox", "Notifications that were put into the outbox.", OWN, "notified-total"),
            counter("iamwatch_alerting_incidents",
                    "Incidents that were opened, by the rule of their first alert and by their severity then.", OWN,
                    "incidents-total").by("rule").by("severity"),
            counter("iamwatch_alerting_verdicts", "Incidents that were closed, by verdict.", OWN, "verdicts-total")
                    .by("verdict"),
            counter("iamwatch_alerting_rule_verdicts",
                    "Incidents that were closed, by verdict, once for each rule of their alerts.", OWN,
                    "verdicts-by-rule-total").by("rule").by("verdict"),
            counter("iamwatch_alerting_aborted_transactions",
                    "Transactions of alerting that were aborted: their work is done again.", APPLICATION,
                    "aborted-total"),
            histogram("iamwatch_alerting_restore_seconds",
                    "How long alerting read the state of a partition anew before it could work with it.",
                    APPLICATION, "restore"),
            histogram("iamwatch_alerting_delay_seconds",
                    "Alerting's share of an alert's delay: from Kafka's producer until its incident is handed to it.",
                    OWN, "delay"),
            histogram("iamwatch_alerting_incident_delay_seconds",
                    "From the arrival in Kinesis of the record behind an alert until its incident is handed to Kafka.",
                    OWN, "incident-delay")))
            .toList();

    private AlertingTable() {
    }

    private static Stream<Shown> outcomes() {
        return Stream.of("gathered", "obeyed", "refused", "repeated", "rejected")
                .map(outcome -> counter("iamwatch_alerting_records",
                        "What became of the records that alerting read, alerts and commands, by outcome.", OWN,
                        outcome + "-total").with("outcome", outcome));
    }
}
