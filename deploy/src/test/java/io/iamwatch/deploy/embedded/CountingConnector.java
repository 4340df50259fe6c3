package io.iamwatch.deploy.embedded;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Writes 1, 2, 3, … up to a limit, and goes on after a restart where its offsets say. */
public final class CountingConnector extends SourceConnector {

    static final String TOPIC = "topic";
    static final String LIMIT = "limit";
    static final String BROKEN = "broken";

    private Map<String, String> configuration = Map.of();

    @Override
    public void start(Map<String, String> props) {
        configuration = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CountingTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
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
