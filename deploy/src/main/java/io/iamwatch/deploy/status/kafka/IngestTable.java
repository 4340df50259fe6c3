package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.MILLIS;
import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.gauge;
import static io.iamwatch.deploy.status.kafka.Shown.histogram;

import java.util.List;

/**
 * What ingest counts, since its task's start; {@code shard} is {@code stream/shard}. Decoded or rejected, every
 * part of a payload is counted once, as an event, one of the canary, or rejected:
 *
 * <pre>
 * sum(iamwatch_ingest_events_total) = sum(iamwatch_ingest_routed_events_total)
 * sum(iamwatch_ingest_shard_rejected_total) = sum(iamwatch_ingest_rejected_total)
 * iamwatch_ingest_delay_seconds_count = iamwatch_ingest_aws_delay_seconds_count
 *     = iamwatch_ingest_routed_events_total{route="identity"}, but for records whose arrival Kinesis does not tell
 * </pre>
 */
final class IngestTable {

    private static final String PLUGINS = "kafka.connect:plugins";
    private static final String SHARD = "shard";

    static final List<Shown> METRICS = List.of(
            counter("iamwatch_ingest_kinesis_records", "Kinesis records read.", PLUGINS, "kinesis-records-total")
                    .by(SHARD),
            counter("iamwatch_ingest_kinesis_bytes", "Bytes of the Kinesis records read.", PLUGINS,
                    "kinesis-bytes-total").by(SHARD),
            counter("iamwatch_ingest_events", "CloudTrail records decoded.", PLUGINS, "events-total").by(SHARD),
            counter("iamwatch_ingest_canary_events",
                    "Identity events of accounts whose ids are longer than AWS's: the canary's, which are no events.",
                    PLUGINS, "canary-events-total").by(SHARD),
            counter("iamwatch_ingest_shard_rejected", "Parts of payloads that are no usable CloudTrail record.",
                    PLUGINS, "rejected-total").by(SHARD),
            counter("iamwatch_ingest_retries", "Calls of Kinesis that failed and were tried again.", PLUGINS,
                    "retries-total").by(SHARD),
            counter("iamwatch_ingest_repeated", "Kinesis records that came again and went no further.", PLUGINS,
                    "repeated-total").by(SHARD),
            counter("iamwatch_ingest_gaps", "Times that records may be missing, removed before they were read.",
                    PLUGINS, "gaps-total").by(SHARD),
            counter("iamwatch_ingest_gap_seconds", "Seconds in which the missing records arrived.", PLUGINS,
                    "gap-ms-total").in(MILLIS).by(SHARD),
            gauge("iamwatch_ingest_behind_seconds",
                    "How far the newest answer was behind the newest record of Kinesis.",
                    PLUGINS, "millis-behind-latest").in(MILLIS).by(SHARD),
            counter("iamwatch_ingest_routed_events", "CloudTrail records decoded, by route.", PLUGINS,
                    "events-by-route-total").by("route"),
            counter("iamwatch_ingest_rejected",
                    "Parts of payloads that are no usable CloudTrail record, by reason.", PLUGINS,
                    "rejected-by-reason-total").by("reason"),
            histogram("iamwatch_ingest_aws_delay_seconds",
                    "The share of AWS in an identity event's delay: from the call, whole seconds, to Kinesis.",
                    PLUGINS, "aws-delay"),
            histogram("iamwatch_ingest_delay_seconds",
                    "The share of ingest in an identity event's delay: from Kinesis to Kafka's producer.",
                    PLUGINS, "delay"));

    private IngestTable() {
    }
}
