package io.iamwatch.deploy.embedded;

import io.iamwatch.contracts.topic.Topic;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** What the worker is told, and what every connector on it is told unless its own configuration says otherwise. */
final class ConnectSettings {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private ConnectSettings() {
    }

    static Map<String, String> worker(String bootstrapServers, String group, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(every(group, "1"));
        settings.put("offset.storage.partitions", "1");
        settings.put("status.storage.partitions", "1");
        settings.putAll(membership());
        settings.putAll(more);
        settings.putAll(fixed(bootstrapServers, group));
        return settings;
    }

    /** A worker that is gone is noticed within seconds, by the least that brokers allow, and then not waited for. */
    static Map<String, String> sharing(String bootstrapServers, String group, URI listener, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(every(group, "-1"));
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "2000");
        settings.putAll(more);
        settings.put("listeners", listener.toString());
        settings.putAll(fixed(bootstrapServers, group));
        return settings;
    }

    static String offsetsTopic(String group) {
        return group + "-offsets";
    }

    /** What nothing that is told besides may change. */
    private static Map<String, String> fixed(String bootstrapServers, String group) {
        return Map.of("bootstrap.servers", bootstrapServers, "group.id", group, "exactly.once.source.support",
                "enabled");
    }

    private static Map<String, String> every(String group, String replication) {
        Map<String, String> settings = new HashMap<>();
        settings.put("key.converter", BYTES);
        settings.put("value.converter", BYTES);
        settings.put("header.converter", BYTES);
        // Without a plugin path the class path is searched, by its META-INF/services entries alone.
        settings.put("plugin.discovery", "service_load");
        // Topics come from the contracts; one that is missing is a mistake to be seen, not to be made up for.
        settings.put("topic.creation.enable", "false");
        for (Map.Entry<String, String> topic : Map.of("config", "configs", "offset", "offsets", "status", "status")
                .entrySet()) {
            settings.put(topic.getKey() + ".storage.topic", group + "-" + topic.getValue());
            settings.put(topic.getKey() + ".storage.replication.factor", replication);
        }
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
