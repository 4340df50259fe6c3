package io.iamwatch.deploy.topics;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where the records of a topic lie, and whose they are. */
enum Placement {

    /** By the account that the key is or begins with. */
    BY_ACCOUNT {
        @Override
        int partition(ConsumerRecord<byte[], byte[]> record, int partitions) {
            return BuiltInPartitioner.partitionForKey(account(record).getBytes(UTF_8), partitions);
        }

        @Override
        boolean belongsTo(String account, ConsumerRecord<byte[], byte[]> record) {
            return record.key() != null && account(record).equals(account);
        }
    },

    /**
     * By the whole key, which is a place in a source. A path in an archive names its account; of rejected bytes nobody
     * knows whose they are, so those that name the account are taken for the account's.
     */
    BY_SOURCE {
        @Override
        int partition(ConsumerRecord<byte[], byte[]> record, int partitions) {
            return BuiltInPartitioner.partitionForKey(record.key(), partitions);
        }

        @Override
        boolean belongsTo(String account, ConsumerRecord<byte[], byte[]> record) {
            return names(account, record.key()) || names(account, record.value());
        }
    },

    /** By the partition that the key says. */
    BY_PARTITION {
        @Override
        int partition(ConsumerRecord<byte[], byte[]> record, int partitions) {
            return Integer.parseInt(new String(record.key(), UTF_8));
        }

        @Override
        boolean belongsTo(String account, ConsumerRecord<byte[], byte[]> record) {
            return false;
        }
    };

    /** What ends the account in a key: of a topic, and of a store of the detector. */
    private static final String SEPARATORS = "/|";

    /** Returns the placement of a topic of ours, or of the changelog of a store, whose keys begin with the account. */
    static Placement of(String topic) {
        return Topics.IN_FLOW_ORDER.stream().filter(ours -> ours.name().equals(topic)).map(Topic::key)
                .map(Placement::of).findFirst().orElse(BY_ACCOUNT);
    }

    private static Placement of(Topic.Key key) {
        return switch (key) {
            case ACCOUNT, ACCOUNT_AND_REST -> BY_ACCOUNT;
            case SOURCE_POSITION -> BY_SOURCE;
            case PARTITION -> BY_PARTITION;
        };
    }

    /** Returns where a record goes that has a key. */
    abstract int partition(ConsumerRecord<byte[], byte[]> record, int partitions);

    /** Returns whether a record is an account's. */
    abstract boolean belongsTo(String account, ConsumerRecord<byte[], byte[]> record);

    /** Returns the account that a key begins with; empty for what a store remembers of a partition. */
    private static String account(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), UTF_8);
        for (int i = 0; i < key.length(); i++) {
            if (SEPARATORS.indexOf(key.charAt(i)) >= 0) {
                return key.substring(0, i);
            }
        }
        return key;
    }

    private static boolean names(String account, byte[] bytes) {
        return bytes != null && new String(bytes, ISO_8859_1).contains(account);
    }
}
