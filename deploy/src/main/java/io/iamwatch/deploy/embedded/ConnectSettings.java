package io.iamwatch.deploy.embedded;

import io.iamwatch.contracts.topic.Topic;
import java.util.HashMap;
import java.util.Map;

/** What the worker is told, and what every connector on it is told unless its own configuration says otherwise. */
final class ConnectSettings {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private ConnectSettings() {
    }

    static Map<String, String> worker(String bootstrapServers, String group, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", group);
        settings.put("key.converter", BYTES);
        settings.put("value.converter", BYTES);
        settings.put("header.converter", BYTES);
        settings.put("exactly.once.source.support", "enabled");
        // Without a plugin path the class path is searched, by its META-INF/services entries alone.
        settings.put("plugin.discovery", "service_load");
        // Topics come from the contracts; one that is missing is a mistake to be seen, not to be made up for.
        settings.put("topic.creation.enable", "false");
        settings.putAll(internalTopics(group));
        settings.putAll(membership());
        settings.putAll(more);
        return settings;
    }

    /** Producer settings: a record waits for nobody, and one of the largest size goes through. */
    static Map<String, String> connector(String name, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>();
        settings.put("exactly.once.support", "required");
        settings.put("transaction.boundary", "poll");
        settings.put("producer.override.linger.ms", "0");
        settings.put("producer.override.max.request.size", Integer.toString(Topic.MAX_MESSAGE_BYTES));
        settings.putAll(own);
        settings.put("name", name);
        return settings;
    }

    private static Map<String, String> internalTopics(String group) {
        return Map.of("config.storage.topic", group + "-configs",
                "config.storage.replication.factor", "1",
                "offset.storage.topic", group + "-offsets",
                "offset.storage.replication.factor", "1",
                "offset.storage.partitions", "1",
                "status.storage.topic", group + "-status",
                "status.storage.replication.factor", "1",
                "status.storage.partitions", "1");
    }

    /**
     * The worker is alone: nothing is gained by waiting for one that has gone to come back. The session is short
     * because a worker that was killed holds up the first rebalance of the next one until its session is over.
     */
    private static Map<String, String> membership() {
        return Map.of("scheduled.rebalance.max.delay.ms", "0",
                "session.timeout.ms", "3000",
                "heartbeat.interval.ms", "500");
    }
}
