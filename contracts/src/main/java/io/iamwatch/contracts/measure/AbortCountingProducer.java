package io.iamwatch.contracts.measure;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer that counts the transactions that are aborted by it. Kafka's own producer measures only how long that
 * took, and takes the number with it when it is closed, which is what Streams does with it next.
 */
public final class AbortCountingProducer extends KafkaProducer<byte[], byte[]> {

    private final ApplicationMeters meters;

    /** Makes a producer by Kafka's settings. */
    public AbortCountingProducer(Map<String, Object> config, ApplicationMeters meters) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.meters = meters;
    }

    /**
     * Counted also where it fails: who is fenced, or does not reach the brokers, has its transaction aborted by them.
     */
    @Override
    public void abortTransaction() {
        meters.aborted();
        super.abortTransaction();
    }
}
