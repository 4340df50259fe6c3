package io.iamwatch.detector.topology;

import io.iamwatch.contracts.measure.AbortCountingProducer;
import io.iamwatch.contracts.measure.ApplicationMeters;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Gives Streams a main consumer that drops what no rule needs, producers that count their aborted transactions, and
 * otherwise the clients that it would make.
 */
final class EarlyDropping implements KafkaClientSupplier {

    private final DroppedRecords dropped;
    private final ThreadLocal<CommitRequests> commitsOfThread;
    private final ApplicationMeters meters;

    EarlyDropping(DroppedRecords dropped, ThreadLocal<CommitRequests> commitsOfThread, ApplicationMeters meters) {
        this.dropped = dropped;
        this.commitsOfThread = commitsOfThread;
        this.meters = meters;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new EarlyDroppingConsumer(config, dropped, commitsOfThread);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new AbortCountingProducer(config, meters);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }
}
