package io.iamwatch.contracts.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;

/**
 * Places every record by the account in its key, as Kafka's default partitioner places the bare account id. All
 * that decides who is an administrator in an account, and all that follows from it, so lies in partitions of one
 * number.
 *
 * <p>
 * Records whose key is the bare account id, and those of {@code cloudtrail.rejected}, which are placed by their
 * whole key, need no partitioner of their own: Kafka's default does the same. That is why a stock Connect worker
 * can run ingest.
 */
public final class AccountPartitioner implements Partitioner {

    /** What stands between the account and the rest of a key. */
    public static final char SEPARATOR = '/';

    /** Returns the account part of a key: all before the first separator, or the whole key. */
    public static String accountOf(String key) {
        int end = key.indexOf(SEPARATOR);
        return end < 0 ? key : key.substring(0, end);
    }

    /** Returns the partition, out of {@code partitions}, of a key that is an account or begins with one. */
    public static int partition(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(accountOf(key).getBytes(UTF_8), partitions);
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        if (keyBytes == null) {
            throw new IllegalArgumentException("a record of topic " + topic + " has no key; its account is its key");
        }
        int partitions = cluster.partitionCountForTopic(topic);
        return topic.equals(Topics.REJECTED.name())
                ? BuiltInPartitioner.partitionForKey(keyBytes, partitions)
                : partition(new String(keyBytes, UTF_8), partitions);
    }

    @Override
    public void close() {
    }

    @Override
    public void configure(Map<String, ?> configs) {
    }
}
