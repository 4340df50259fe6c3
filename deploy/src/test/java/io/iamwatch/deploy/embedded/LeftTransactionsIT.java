package io.iamwatch.deploy.embedded;

import io.iamwatch.contracts.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What a worker left open is aborted, however shortly before the broker came back. */
class LeftTransactionsIT {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.IDENTITY.name(), 0);

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void aTransactionOfAFormerLifeNoLongerHoldsBackReaders() throws Exception {
        int port;
        KafkaProducer<String, String> left;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            broker.createTopics(1);
            port = broker.port();
            left = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id",
                    "group-connector-0"), new StringSerializer(), new StringSerializer());
            left.initTransactions();
            left.beginTransaction();
            left.send(new ProducerRecord<>(PARTITION.topic(), "key", "never committed")).get();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            LeftTransactions.abort(broker.bootstrapServers(), "group");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                // The record, and behind it the mark that it does not count.
                Await.until("the end of the transaction", Duration.ofSeconds(20), () -> committedEnd(admin) == 2);
            }
        } finally {
            left.close(Duration.ZERO);
        }
    }

    private static long committedEnd(Admin admin) {
        try {
            return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).partitionResult(PARTITION).get().offset();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
