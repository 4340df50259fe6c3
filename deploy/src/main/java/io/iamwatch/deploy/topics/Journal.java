package io.iamwatch.deploy.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What was begun and how far it came, in a topic of its own. As long as that stands no service starts, and another
 * rewriting cannot begin: a topic is created once.
 */
final class Journal {

    /** How far the rewriting of one topic came. */
    enum Stage {
        /** The topic is what it was; a copy of it is worth nothing yet. */
        UNTOUCHED,
        /** The copy is complete; the topic itself is worth nothing any more. */
        COPIED,
        /** The topic is written anew; its copy is worth nothing any more. */
        DONE
    }

    private static final String COMMAND = "command";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.REWRITE, 0);

    private final Map<String, String> entries;
    private final Cluster cluster;

    private Journal(Cluster cluster, Map<String, String> entries) {
        this.cluster = cluster;
        this.entries = entries;
    }

    /**
     * Begins a rewriting.
     *
     * @throws RewriteFailure if one was begun before and not ended
     */
    static Journal begin(Cluster cluster, Rewriting rewriting) {
        if (!cluster.createOnce(Topics.REWRITE, 1, Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"))) {
            throw new RewriteFailure("`" + read(cluster).command().orElse("a rewriting of topics")
                    + "` was begun and has not ended. If it is not at work any more, go on with that very command and"
                    + " --resume; the services do not start until then");
        }
        Journal journal = new Journal(cluster, new HashMap<>());
        journal.write(COMMAND, rewriting.command());
        return journal;
    }

    /**
     * Goes on with what was begun.
     *
     * @throws RewriteFailure if there is nothing, or it is another one
     */
    static Journal resume(Cluster cluster, Rewriting rewriting) {
        if (!cluster.exists(Topics.REWRITE)) {
            throw new RewriteFailure("there is nothing to go on with: no rewriting of topics was begun; leave --resume"
                    + " out");
        }
        Journal journal = read(cluster);
        Optional<String> begun = journal.command();
        if (begun.isEmpty()) {
            journal.write(COMMAND, rewriting.command());
        } else if (!begun.get().equals(rewriting.command())) {
            throw new RewriteFailure("what was begun is `" + begun.get() + "`: that has to be ended first, with"
                    + " --resume");
        }
        return journal;
    }

    private static Journal read(Cluster cluster) {
        Map<String, String> entries = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = cluster.consumer()) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                consumer.poll(POLL).forEach(record -> entries.put(new String(record.key(), UTF_8),
                        new String(record.value(), UTF_8)));
            }
        }
        return new Journal(cluster, entries);
    }

    private Optional<String> command() {
        return Optional.ofNullable(entries.get(COMMAND));
    }

    /** Returns how far a topic came. */
    Stage stage(String topic) {
        return Optional.ofNullable(entries.get(topic)).map(Stage::valueOf).orElse(Stage.UNTOUCHED);
    }

    /** Notes how far a topic came, and returns when that is on the brokers. */
    void note(String topic, Stage stage) {
        write(topic, stage.name());
    }

    private void write(String key, String value) {
        try (Producer<byte[], byte[]> producer = cluster.producer()) {
            Cluster.get("note in " + Topics.REWRITE,
                    producer.send(new ProducerRecord<>(Topics.REWRITE, key.getBytes(UTF_8), value.getBytes(UTF_8))));
        }
        entries.put(key, value);
    }

    /** Ends the rewriting: services may start. */
    void end() {
        cluster.delete(Topics.REWRITE);
    }
}
