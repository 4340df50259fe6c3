package io.iamwatch.deploy.embedded;

import io.iamwatch.contracts.topic.Topic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The {@code server.properties} of a broker that is alone, small and started often. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {
    }

    static Map<String, String> of(Path folder, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.putAll(listeners(port, controllerPort));
        settings.putAll(singleReplica());
        settings.putAll(quickStart());
        settings.putAll(shortSessions());
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(Topic.MAX_MESSAGE_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(Topic.MAX_MESSAGE_BYTES));
        return settings;
    }

    /** Voters are named in the settings and not in the metadata log, so the controller's port may change. */
    private static Map<String, String> listeners(int port, int controllerPort) {
        String broker = Loopback.ADDRESS + ":" + port;
        String controller = Loopback.ADDRESS + ":" + controllerPort;
        return Map.of("process.roles", "broker,controller",
                "node.id", Integer.toString(NODE_ID),
                "controller.quorum.voters", NODE_ID + "@" + controller,
                "listeners", "PLAINTEXT://" + broker + "," + CONTROLLER_LISTENER + "://" + controller,
                "advertised.listeners", "PLAINTEXT://" + broker,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "controller.listener.names", CONTROLLER_LISTENER);
    }

    private static Map<String, String> singleReplica() {
        return Map.of("default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1");
    }

    /**
     * Each partition costs files and time at every start, and the rebalance delay costs every group its first start.
     */
    private static Map<String, String> quickStart() {
        return Map.of("offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "0",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    }

    /**
     * A broker that was killed may register again only when the session of its former life is over (by default 9 s),
     * and a group waits as long for a member that was killed (6 s is the least that a member may ask for by default).
     */
    private static Map<String, String> shortSessions() {
        return Map.of("broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "250",
                "group.min.session.timeout.ms", "1000");
    }
}
