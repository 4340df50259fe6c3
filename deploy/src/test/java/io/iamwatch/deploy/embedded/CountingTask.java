package io.iamwatch.deploy.embedded;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** One number a poll, and so one number a transaction. */
public final class CountingTask extends SourceTask {

    private static final Map<String, String> PARTITION = Map.of("counter", "only");

    private String topic = "";
    private long limit;
    private long last;

    @Override
    public void start(Map<String, String> props) {
        String broken = props.getOrDefault(CountingConnector.BROKEN, "");
        if (!broken.isEmpty()) {
            throw new ConnectException(broken);
        }
        topic = props.get(CountingConnector.TOPIC);
        limit = Long.parseLong(props.get(CountingConnector.LIMIT));
        Map<String, Object> stored = context.offsetStorageReader().offset(PARTITION);
        last = stored == null ? 0 : (Long) stored.get("last");
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (last >= limit) {
            Thread.sleep(20);
            return List.of();
        }
        last++;
        byte[] value = Long.toString(last).getBytes(StandardCharsets.UTF_8);
        return List.of(new SourceRecord(PARTITION, Map.of("last", last), topic, null, Schema.BYTES_SCHEMA, value));
    }

    @Override
    public void stop() {
    }

    @Override
    public String version() {
        return "1";
    }
}
