package io.iamwatch.deploy.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/** Asks Kafka whether it is there: Streams calls itself running also while it is not. */
final class BrokerProbe implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Admin admin;

    private BrokerProbe(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes one.
     *
     * @throws IllegalStateException if the settings make no client; says which part of them, and quotes nothing
     */
    static BrokerProbe of(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
        try {
            return new BrokerProbe(Admin.create(settings));
        } catch (KafkaException refused) {
            Throwable cause = refused;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            // What JAAS cannot parse is quoted in its message.
            throw new IllegalStateException("no client of Kafka can be made, look at bootstrap.servers and kafka.*: "
                    + (cause instanceof IOException ? cause.getMessage() : cause.getClass().getSimpleName()), refused);
        }
    }

    boolean answers() {
        var options = new DescribeClusterOptions().timeoutMs((int) LIMIT.toMillis());
        try {
            return !admin.describeCluster(options).nodes().get().isEmpty();
        } catch (ExecutionException away) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
