package io.iamwatch.detector.topology;

import io.iamwatch.contracts.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Drops records of {@link Topics#IDENTITY} that no rule needs before Streams queues them: queueing one costs more
 * than all else that is done with it. {@link FirstLook} looks at the bytes where they were read, without a copy.
 *
 * <p>
 * The last record of each partition in a poll is always passed on. Streams commits the position of a partition of
 * which it has processed a record, and that position is then behind all that was polled.
 *
 * <p>
 * It is also who knows that there is nothing more to do: commits that were put off are asked for then.
 */
final class EarlyDroppingConsumer extends KafkaConsumer<byte[], byte[]> {

    private final DroppedRecords dropped;
    private final ThreadLocal<CommitRequests> commitsOfThread;

    EarlyDroppingConsumer(Map<String, Object> config, DroppedRecords dropped,
            ThreadLocal<CommitRequests> commitsOfThread) {
        super(config, new ByteArrayDeserializer(), looking());
        this.dropped = dropped;
        this.commitsOfThread = commitsOfThread;
    }

    /** The consumer hands values through as they are: nobody but {@link #poll} sees those that are no byte array. */
    @SuppressWarnings("unchecked")
    private static Deserializer<byte[]> looking() {
        return (Deserializer<byte[]>) (Deserializer<?>) new Looking();
    }

    /** Makes a byte array of what may be needed, and leaves what surely is not where it stands. */
    static final class Looking implements Deserializer<Object> {

        @Override
        public Object deserialize(String topic, byte[] data) {
            return data;
        }

        @Override
        public Object deserialize(String topic, Headers headers, ByteBuffer data) {
            if (data == null || !data.hasArray() || !topic.equals(Topics.IDENTITY.name())) {
                return Utils.toNullableArray(data);
            }
            boolean mayBeNeeded = FirstLook.mayBeNeeded(data.array(), data.arrayOffset() + data.position(),
                    data.remaining());
            return mayBeNeeded ? Utils.toArray(data) : data;
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        CommitRequests commits = commitsOfThread.get();
        boolean shorter = commits.isPending() && timeout.compareTo(commits.idleAfter()) > 0;
        ConsumerRecords<?, ?> polled = super.poll(shorter ? commits.idleAfter() : timeout);
        if (polled.isEmpty()) {
            commits.idle();
        }
        return thin(polled, dropped);
    }

    /** What is left of polled records; positions are those behind all of them. */
    static ConsumerRecords<byte[], byte[]> thin(ConsumerRecords<?, ?> polled, DroppedRecords dropped) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> kept = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            var records = polled.records(partition);
            List<ConsumerRecord<byte[], byte[]>> keep = new ArrayList<>();
            int last = records.size() - 1;
            for (int i = 0; i <= last; i++) {
                if (i == last || !(records.get(i).value() instanceof ByteBuffer)) {
                    keep.add(withBytes(records.get(i)));
                }
            }
            kept.put(partition, keep);
            dropped.add(partition.partition(), records.size() - keep.size());
        }
        return new ConsumerRecords<>(kept, polled.nextOffsets());
    }

    private static ConsumerRecord<byte[], byte[]> withBytes(ConsumerRecord<?, ?> record) {
        byte[] value = record.value() instanceof ByteBuffer buffer ? Utils.toArray(buffer) : (byte[]) record.value();
        Optional<Integer> epoch = record.leaderEpoch();
        return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.timestamp(),
                record.timestampType(), record.serializedKeySize(), record.serializedValueSize(),
                (byte[]) record.key(), value, record.headers(), epoch);
    }
}
