package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.NANOS;
import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.gauge;

import java.util.List;
import java.util.stream.Stream;

/**
 * What consumers and producers tell, by the {@code service} that has them; {@code other} are the console's and so
 * on.
 */
final class ClientTable {

    private static final String FETCHED = "kafka.consumer:consumer-fetch-manager-metrics";
    private static final String COORDINATED = "kafka.consumer:consumer-coordinator-metrics";
    private static final String PRODUCED = "kafka.producer:producer-metrics";

    static final List<Shown> METRICS = Stream.of(
            gauge("kafka_consumer_lag_records", "Records of a partition that are not read yet.", FETCHED,
                    "records-lag").by("topic", "topic", TagText.TOPIC).by("partition"),
            counter("kafka_consumer_records", "Records read.", FETCHED, "records-consumed-total").by("topic", "topic",
                    TagText.TOPIC),
            counter("kafka_consumer_bytes", "Bytes read.", FETCHED, "bytes-consumed-total").by("topic", "topic",
                    TagText.TOPIC),
            counter("kafka_consumer_rebalances", "Rebalances of the group.", COORDINATED, "rebalance-total"),
            counter("kafka_producer_records", "Records sent.", PRODUCED, "record-send-total"),
            counter("kafka_producer_errors", "Records that could not be sent.", PRODUCED, "record-error-total"),
            counter("kafka_producer_retries", "Records that were sent again.", PRODUCED, "record-retry-total"),
            counter("kafka_producer_transaction_commit_seconds", "Seconds spent with committing transactions.",
                    PRODUCED, "txn-commit-time-ns-total").in(NANOS),
            counter("kafka_producer_transaction_abort_seconds",
                    "Seconds spent with aborting transactions, by producers that are still there.", PRODUCED,
                    "txn-abort-time-ns-total").in(NANOS))
            .map(shown -> shown.by("service", "client-id", TagText.SERVICE)).toList();

    private ClientTable() {
    }
}
