package io.iamwatch.deploy.status.kafka;

import static io.iamwatch.deploy.status.kafka.Shown.MILLIS;
import static io.iamwatch.deploy.status.kafka.Shown.counter;
import static io.iamwatch.deploy.status.kafka.Shown.gauge;

import java.util.List;
import java.util.stream.Stream;

/**
 * What Kafka Streams tells of detector and alerting ({@code service}): of their threads, tasks and state. A thread
 * that died and was replaced keeps its number.
 */
final class StreamsTable {

    private static final String CLIENT = "kafka.streams:stream-metrics";
    private static final String THREAD = "kafka.streams:stream-thread-metrics";
    private static final String TASK = "kafka.streams:stream-task-metrics";
    private static final String STATE = "kafka.streams:stream-state-metrics";
    private static final String UPDATER = "kafka.streams:stream-state-updater-metrics";

    static final List<Shown> METRICS = Stream.of(
            client(gauge("kafka_streams_client_state",
                    "State of the application: 1 rebalancing, 2 running, 5 pending error, 6 error.", CLIENT,
                    "client-state")),
            client(gauge("kafka_streams_alive_threads", "Threads at work.", CLIENT, "alive-stream-threads")),
            client(counter("kafka_streams_failed_threads", "Threads that died since the start.", CLIENT,
                    "failed-stream-threads")),
            thread(counter("kafka_streams_processed_records", "Records processed.", THREAD, "process-total")),
            thread(counter("kafka_streams_commits", "Commits.", THREAD, "commit-total")),
            thread(counter("kafka_streams_created_tasks", "Tasks that a thread was given.", THREAD,
                    "task-created-total")),
            thread(gauge("kafka_streams_commit_seconds", "The longest of the last commits.", THREAD,
                    "commit-latency-max").in(MILLIS)),
            thread(gauge("kafka_streams_process_ratio", "Share of its time that a thread processes.", THREAD,
                    "process-ratio")),
            thread(gauge("kafka_streams_poll_ratio", "Share of its time that a thread polls.", THREAD, "poll-ratio")),
            thread(gauge("kafka_streams_commit_ratio", "Share of its time that a thread commits.", THREAD,
                    "commit-ratio")),
            task(gauge("kafka_streams_restore_remaining_records",
                    "Records of the changelog that are still to be read until a task can work.", TASK,
                    "restore-remaining-records-total")),
            thread(counter("kafka_streams_restored_records", "Records of changelogs read to restore state.", TASK,
                    "restore-total")),
            thread(gauge("kafka_streams_restoring_tasks", "Tasks whose state is read from the changelog now.", UPDATER,
                    "active-restoring-tasks")),
            thread(gauge("kafka_streams_standby_tasks", "Copies of the state of others' tasks that are kept.", UPDATER,
                    "standby-updating-tasks")),
            store(gauge("kafka_streams_store_disk_bytes", "State on disk.", STATE, "total-sst-files-size")),
            store(gauge("kafka_streams_store_memory_bytes", "State that is not on disk yet.", STATE,
                    "size-all-mem-tables")),
            store(gauge("kafka_streams_store_keys", "Keys in the state, as RocksDB estimates.", STATE,
                    "estimate-num-keys")))
            .toList();

    private StreamsTable() {
    }

    private static Shown client(Shown shown) {
        return shown.by("service", "client-id", TagText.SERVICE);
    }

    private static Shown thread(Shown shown) {
        return shown.by("service", "thread-id", TagText.SERVICE).by("thread", "thread-id", TagText.THREAD);
    }

    private static Shown task(Shown shown) {
        return shown.by("service", "thread-id", TagText.SERVICE).by("partition", "task-id", TagText.PARTITION);
    }

    private static Shown store(Shown shown) {
        return task(shown).by("store", "rocksdb-state-id", java.util.Optional::of);
    }
}
