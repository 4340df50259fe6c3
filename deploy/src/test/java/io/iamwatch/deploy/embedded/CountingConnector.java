package io.iamwatch.deploy.embedded;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Writes 1, 2, 3, … up to a limit, and goes on after a restart where its offsets say. */
public final class CountingConnector extends SourceConnector {

    static final String TOPIC = "topic";
    static final String LIMIT = "limit";
    static final String BROKEN = "broken";

    private static volatile CountingConnector latest;

    private volatile CountDownLatch held = new CountDownLatch(0);
    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> props) {
        configuration = Map.copyOf(props);
        latest = this;
    }

    /** Holds up the worker of the connector that started last, until the result is counted down. */
    static CountDownLatch holdUp() {
        CountDownLatch end = new CountDownLatch(1);
        latest.held = end;
        latest.context().requestTaskReconfiguration();
        return end;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        try {
            held.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return Collections.singletonList(configuration);
    }

    @Override
    public void stop() {
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define(TOPIC, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "where the numbers go")
                .define(LIMIT, ConfigDef.Type.LONG, ConfigDef.Importance.HIGH, "the last number")
                .define(BROKEN, ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "why the task fails, if it does");
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public String version() {
        return "1";
    }
}
