package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.MILLIS;
import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.gauge;
import static io.iamwatch.deploy.status.kafka.Shown.histogram;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the canary counts, since its process' start. Over all instances, since one may hear what another has put:
 *
 * <pre>
 * sum(iamwatch_canary_pairs_total{outcome="put"}) = sum(iamwatch_canary_pairs_total{outcome="heard"})
 *     + those under way + those lost
 * sum(iamwatch_canary_delay_seconds_count) = sum(iamwatch_canary_pairs_total{outcome="heard"})
 * </pre>
 */
final class CanaryTable {

    private static final String OWN = "iamwatch.canary:canary";

    static final List<Shown> METRICS = Stream.concat(
            Stream.of("put", "refused", "heard").map(outcome -> counter("iamwatch_canary_pairs",
                    "Pairs of the canary that were put, that were not taken, and whose alert came.", OWN,
                    outcome + "-total").with("outcome", outcome)),
            Stream.of(
                    counter("iamwatch_canary_ignored_alerts",
                            "Alerts on iamwatch.canary that prove nothing: other versions, old ones, foreign ones.",
                            OWN, "ignored-total"),
                    gauge("iamwatch_canary_last_heard_timestamp_seconds",
                            "When the newest pair was put whose alert came; until one comes, when listening began.",
                            OWN, "last-heard-ms").in(MILLIS).by("partition"),
                    gauge("iamwatch_canary_interval_seconds", "How often each partition gets a pair.", OWN,
                            "interval-ms").in(MILLIS),
                    histogram("iamwatch_canary_delay_seconds",
                            "From putting a pair until its alert is read from iamwatch.canary.", OWN, "delay")))
            .toList();

    private CanaryTable() {
    }
}
