package io.iamwatch.deploy.topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What becomes of the topics. */
public sealed interface Rewriting {

    /** Returns how many partitions a topic gets that has some. */
    int partitions(int now);

    /** Returns whether a record of a topic is kept. */
    boolean keeps(Placement placement, ConsumerRecord<byte[], byte[]> record);

    /** Returns the command that does it: what was begun has to be ended by the same. */
    String command();

    /**
     * All records, in another number of partitions.
     *
     * @param partitions of every topic
     */
    record Move(int partitions) implements Rewriting {

        @Override
        public int partitions(int now) {
            return partitions;
        }

        @Override
        public boolean keeps(Placement placement, ConsumerRecord<byte[], byte[]> record) {
            return true;
        }

        @Override
        public String command() {
            return "topics migrate --partitions " + partitions;
        }
    }

    /**
     * All records but those of an account.
     *
     * @param account twelve digits
     */
    record Erase(String account) implements Rewriting {

        @Override
        public int partitions(int now) {
            return now;
        }

        @Override
        public boolean keeps(Placement placement, ConsumerRecord<byte[], byte[]> record) {
            return !placement.belongsTo(account, record);
        }

        @Override
        public String command() {
            return "topics erase --account " + account;
        }
    }
}
