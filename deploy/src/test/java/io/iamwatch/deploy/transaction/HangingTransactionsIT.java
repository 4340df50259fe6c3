package io.iamwatch.deploy.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.cli.CommandRun;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.BareBroker;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Partitions that the coordinator told no end get the end that it decided, when the broker starts again. They are
 * made by putting back what a partition's folder held before the end came, which is what the broker's fault leaves
 * behind.
 */
class HangingTransactionsIT {

    private static final TopicPartition RECORDS = new TopicPartition(Topics.IDENTITY.name(), 0);
    private static final TopicPartition OFFSETS = new TopicPartition("iamwatch-connect-offsets", 0);
    /** The record, and behind it the end of the transaction. */
    private static final long WHOLE = 2;

    @TempDir
    private Path folder;
    @TempDir
    private Path before;

    private int port;
    private final List<KafkaProducer<String, String>> producers = new ArrayList<>();

    @AfterEach
    void close() {
        producers.forEach(producer -> producer.close(Duration.ZERO));
    }

    @Test
    void whatWasCommittedIsCommittedEverywhere() {
        endedWithoutItsEndIn(KafkaProducer::commitTransaction, RECORDS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(committed(broker.bootstrapServers(), RECORDS)).containsExactly("value");
            assertThat(hanging(broker.bootstrapServers())).isEmpty();
        }
    }

    /** A broker that is nobody's but Kafka's, as most are, is mended when somebody tells the doctor to. */
    @Test
    void theDoctorTellsAndMends() throws IOException {
        endedWithoutItsEndIn(KafkaProducer::commitTransaction, RECORDS);
        try (BareBroker broker = BareBroker.start(folder, port)) {
            Path config = Files.writeString(before.resolve("config"), """
                    data.dir=%s
                    http.port=0
                    console.port=0
                    kinesis.streams=cloudtrail
                    kinesis.region=us-east-1
                    kinesis.endpoint=http://127.0.0.1:1
                    bootstrap.servers=%s
                    """.formatted(before.resolve("data"), broker.bootstrapServers()));
            String told = CommandRun.of(List.of("doctor", "--config", config.toString())).out();
            assertThat(told).contains("FAIL  transactions: Kafka never ends a transaction of producer ",
                    "(commit) in [cloudtrail.identity-0 from offset 0]: nothing behind it is read",
                    "doctor --config FILE --fix");
            assertThat(committedEnd(broker.bootstrapServers(), RECORDS)).isZero();

            String mended = CommandRun.of(List.of("doctor", "--config", config.toString(), "--fix")).out();
            assertThat(mended).contains("ok    transactions: ended what Kafka had left: ");
            assertThat(committed(broker.bootstrapServers(), RECORDS)).containsExactly("value");
            assertThat(CommandRun.of(List.of("doctor", "--config", config.toString())).out())
                    .contains("ok    transactions: none hangs");
        }
    }

    @Test
    void whatWasAbortedIsAbortedEverywhere() {
        endedWithoutItsEndIn(KafkaProducer::abortTransaction, RECORDS, OFFSETS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(committed(broker.bootstrapServers(), RECORDS)).isEmpty();
            assertThat(committed(broker.bootstrapServers(), OFFSETS)).isEmpty();
            assertThat(hanging(broker.bootstrapServers())).isEmpty();
        }
    }

    @Test
    void whereNobodyKnowsItIsAbortedWithThePositionThatItMoved() {
        endedWithoutItsEndIn(this::commitAndBeginAnew, RECORDS, OFFSETS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(committed(broker.bootstrapServers(), RECORDS)).isEmpty();
            assertThat(committed(broker.bootstrapServers(), OFFSETS)).isEmpty();
            assertThat(hanging(broker.bootstrapServers())).isEmpty();
        }
    }

    @Test
    void isLeftWhereThatWouldLoseRecords() {
        endedWithoutItsEndIn(this::commitAndBeginAnew, RECORDS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(committedEnd(broker.bootstrapServers(), RECORDS)).isZero();
            assertThat(committedEnd(broker.bootstrapServers(), OFFSETS)).isEqualTo(WHOLE);
            assertThat(hanging(broker.bootstrapServers())).singleElement().satisfies(left -> {
                assertThat(left.canBeEnded()).isFalse();
                assertThat(left).hasToString("a transaction of producer " + left.producerId()
                        + " (unknown) in [cloudtrail.identity-0 from offset 0]");
            });
        }
    }

    @Test
    void oneThatIsStillAtWorkIsLetAlone() {
        try (EmbeddedBroker broker = started()) {
            KafkaProducer<String, String> atWork = begun(broker);
            assertThat(hanging(broker.bootstrapServers())).isEmpty();
            HangingTransactions.endAll(broker.bootstrapServers());
            atWork.commitTransaction();
            assertThat(committed(broker.bootstrapServers(), RECORDS)).containsExactly("value");
        }
    }

    private void endedWithoutItsEndIn(Consumer<KafkaProducer<String, String>> end,
            TopicPartition... without) {
        KafkaProducer<String, String> producer;
        try (EmbeddedBroker broker = started()) {
            port = broker.port();
            producer = begun(broker);
        }
        for (TopicPartition partition : without) {
            copy(folder.resolve(partition.toString()), before.resolve(partition.toString()));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            end.accept(producer);
            Await.until("the end", Duration.ofSeconds(20),
                    () -> committedEnd(broker.bootstrapServers(), RECORDS) == WHOLE
                            && committedEnd(broker.bootstrapServers(), OFFSETS) == WHOLE);
        }
        for (TopicPartition partition : without) {
            remove(folder.resolve(partition.toString()));
            copy(before.resolve(partition.toString()), folder.resolve(partition.toString()));
        }
    }

    private EmbeddedBroker started() {
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        broker.createTopics(1);
        try (Admin admin = admin(broker.bootstrapServers())) {
            admin.createTopics(List.of(new NewTopic(OFFSETS.topic(), 1, (short) 1))).all().get();
            return broker;
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private KafkaProducer<String, String> begun(EmbeddedBroker broker) {
        KafkaProducer<String, String> producer = producer(broker.bootstrapServers());
        producer.beginTransaction();
        send(producer, new ProducerRecord<>(RECORDS.topic(), 0, "key", "value"));
        send(producer, new ProducerRecord<>(OFFSETS.topic(), 0, "key", "position"));
        return producer;
    }

    private static void send(KafkaProducer<String, String> producer, ProducerRecord<String, String> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void commitAndBeginAnew(KafkaProducer<String, String> producer) {
        producer.commitTransaction();
        producer("127.0.0.1:" + port);
    }

    private KafkaProducer<String, String> producer(String bootstrapServers) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers,
                "transactional.id", "group-connector-0"), new StringSerializer(), new StringSerializer());
        producers.add(producer);
        producer.initTransactions();
        return producer;
    }

    private static Collection<HangingTransaction> hanging(String bootstrapServers) {
        try (Admin admin = admin(bootstrapServers)) {
            return HangingTransactions.find(admin, topic -> true);
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<String> committed(String bootstrapServers, TopicPartition partition) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed"), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Await.until("everything to be read", Duration.ofSeconds(20), () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return consumer.position(partition) == WHOLE;
            });
        }
        return values;
    }

    private static long committedEnd(String bootstrapServers, TopicPartition partition) {
        try (Admin admin = admin(bootstrapServers)) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).partitionResult(partition).get().offset();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
