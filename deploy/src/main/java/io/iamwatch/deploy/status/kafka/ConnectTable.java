package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.gauge;

import java.util.List;
import java.util.stream.Stream;

/** What Connect tells of ingest on this worker. */
final class ConnectTable {

    private static final String WORKER = "kafka.connect:connect-worker-metrics";
    private static final String TASK = "kafka.connect:source-task-metrics";

    static final List<Shown> METRICS = Stream.concat(states(), Stream.of(
            counter("kafka_connect_source_written_records", "Records that tasks have written to Kafka.", TASK,
                    "source-record-write-total"),
            gauge("kafka_connect_source_active_records", "Records that were polled and are not written yet.", TASK,
                    "source-record-active-count").by("task"),
            gauge("kafka_connect_transaction_records", "Mean size of the last transactions, records.", TASK,
                    "transaction-size-avg").by("task"),
            counter("kafka_connect_rebalances", "Rebalances of the workers' group.",
                    "kafka.connect:connect-worker-rebalance-metrics", "completed-rebalances-total")))
            .toList();

    private ConnectTable() {
    }

    private static Stream<Shown> states() {
        return Stream.of("running", "failed", "paused", "restarting", "unassigned")
                .map(state -> gauge("kafka_connect_tasks", "Tasks of a connector, by state.", WORKER,
                        "connector-" + state + "-task-count").by("connector").with("state", state));
    }
}
