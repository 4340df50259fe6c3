package io.iamwatch.deploy.embedded;

import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A broker as Kafka starts it, that mends nothing, on a folder that an {@link EmbeddedBroker} has left. */
public final class BareBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final String address;

    private BareBroker(KafkaRaftServer server, String address) {
        this.server = server;
        this.address = address;
    }

    /** Starts it. */
    public static BareBroker start(Path folder, int port) {
        KafkaRaftServer server = new KafkaRaftServer(
                new KafkaConfig(BrokerSettings.of(folder, port, Loopback.freePorts(1).getFirst()), false), Time.SYSTEM);
        server.startup();
        return new BareBroker(server, Loopback.ADDRESS + ":" + port);
    }

    /** Returns the address for clients. */
    public String bootstrapServers() {
        return address;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
