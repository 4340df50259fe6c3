package io.iamwatch.contracts.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * One topic of the flow as its owner declares it.
 *
 * @param name the topic's name
 * @param key what the record key says and so where a record is placed
 * @param cleanup what the broker removes: old records, superseded records, or nothing
 * @param holds what stands in it, for people
 */
public record Topic(String name, Key key, Cleanup cleanup, String holds) {

    /**
     * The largest record that any topic takes. Kinesis takes records of up to 10 MiB; what ingest makes of one needs
     * room for the same bytes and their headers.
     */
    public static final int MAX_MESSAGE_BYTES = 12 * 1024 * 1024;

    /** The largest value that fits into such a record with its key, its headers and the batch around it. */
    public static final int MAX_VALUE_BYTES = MAX_MESSAGE_BYTES - 64 * 1024;

    /** What the key of a topic's records says. */
    public enum Key {
        /** The bare account id. */
        ACCOUNT,
        /** {@code account/rest}, placed by the account. */
        ACCOUNT_AND_REST,
        /**
         * Where the record came from; placed by the whole key, since one account's noise may not fill its partition.
         */
        SOURCE_POSITION,
        /** The partition number; the producer names the partition. */
        PARTITION
    }

    /** What the broker may remove from a topic. */
    public sealed interface Cleanup {

        /** Nothing, until an operator configures otherwise. */
        record Never() implements Cleanup {
        }

        /**
         * Records older than a time, by record timestamp, which is the arrival at the source and never event time.
         *
         * @param retention how long a record is kept at least
         */
        record After(Duration retention) implements Cleanup {
        }

        /** All but the newest record of each key. */
        record Compact() implements Cleanup {
        }
    }

    /** Returns how {@link org.apache.kafka.clients.admin.Admin#createTopics} makes this topic. */
    public NewTopic toNewTopic(int partitions, short replicationFactor) {
        return new NewTopic(name, Optional.of(partitions), Optional.of(replicationFactor)).configs(configuration());
    }

    private Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>();
        configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES));
        switch (cleanup) {
            case Cleanup.Never() -> configuration.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
            case Cleanup.After(Duration retention) ->
                configuration.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
            case Cleanup.Compact() ->
                configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        return configuration;
    }
}
