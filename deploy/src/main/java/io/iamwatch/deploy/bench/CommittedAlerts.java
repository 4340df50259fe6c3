package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.canary.CanaryAccounts;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the alerts of one detector after the other, once they are committed. */
final class CommittedAlerts implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions = FilledBroker.partitions(Topics.ALERTS);
    private long count;

    CommittedAlerts(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads until an alert about a user of a name has come in every partition. The consumer waits at the broker and
     * takes no time from what it waits for.
     *
     * @param alive is run now and then, and throws when it makes no sense to wait any longer
     */
    void await(String userName, Runnable alive) {
        Set<Integer> ended = new TreeSet<>();
        while (ended.size() < partitions.size()) {
            for (var alert : consumer.poll(Duration.ofMillis(500))) {
                count += CanaryAccounts.canBeReserved(account(alert.key())) ? 0 : 1;
                if (alert.key().endsWith(":" + userName)) {
                    ended.add(alert.partition());
                }
            }
            alive.run();
        }
    }

    private static String account(String key) {
        return key.substring(0, key.indexOf(AccountPartitioner.SEPARATOR));
    }

    /**
     * Returns how many alerts have been read since this was last called, those about the canary's accounts left out.
     */
    long takeCount() {
        long taken = count;
        count = 0;
        return taken;
    }

    /** Closes the consumer, unless another thread waits with it: then the process ends, and that thread with it. */
    @Override
    public void close() {
        try {
            consumer.close();
        } catch (ConcurrentModificationException inUse) {
            consumer.wakeup();
        }
    }
}
