package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A backfill that is killed again and again, each time with transactions open: every record comes once. */
@Timeout(600)
class BackfillSurvivesSigkillIT {

    private static final int KILLS = 5;
    private static final int PARTITIONS = 3;
    private static final int FILES = 6;
    /** Several transactions to a file. */
    private static final int RECORDS_OF_EACH = 20_000;
    private static final int SIGKILLED = 128 + 9;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Path folder;
    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() throws IOException {
        folder = TestFolder.create();
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(PARTITIONS);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterEach
    void stop() throws IOException {
        admin.close();
        broker.close();
        TestFolder.remove(folder);
    }

    @Test
    void everyRecordComesOnce() throws Exception {
        CloudTrailArchive archive = new CloudTrailArchive(folder.resolve("archive"), RECORDS_OF_EACH);
        for (int i = 0; i < FILES; i++) {
            archive.write();
        }
        for (int i = 1; i <= KILLS; i++) {
            killWithinATransaction(archive);
            System.out.println("killed " + i + " times, " + total(Topics.BACKFILL) + " marks and their ends");
        }
        try (JavaProcess last = BackfillProcess.start(broker.bootstrapServers(), archive.folder())) {
            assertThat(last.exitCode()).as(last.err()).isZero();
            assertThat(last.out()).anySatisfy(line -> assertThat(line).contains("0 not readable"));
        }
        assertThat(numbers()).hasSize(FILES * RECORDS_OF_EACH).doesNotHaveDuplicates()
                .allSatisfy(number -> assertThat(number).isBetween(0, FILES * RECORDS_OF_EACH - 1));
        assertThat(total(Topics.REJECTED)).isZero();
    }

    /** Only once it has committed something in this life, so that each goes on from another place. */
    private void killWithinATransaction(CloudTrailArchive archive) throws Exception {
        try (JavaProcess backfill = BackfillProcess.start(broker.bootstrapServers(), archive.folder())) {
            Await.until("its transactions", LIMIT, () -> alive(backfill) && hasOpenTransaction());
            long before = total(Topics.BACKFILL);
            Await.until("a mark", LIMIT, () -> alive(backfill) && total(Topics.BACKFILL) > before);
            backfill.freeze();
            while (!hasOpenTransaction()) {
                backfill.thaw();
                assertThat(alive(backfill)).isTrue();
                backfill.freeze();
            }
            assertThat(backfill.kill()).isEqualTo(SIGKILLED);
        }
    }

    private static boolean alive(JavaProcess backfill) {
        backfill.assertAlive();
        return true;
    }

    private boolean hasOpenTransaction() {
        ListTransactionsOptions open = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
        return !ask(() -> admin.listTransactions(open).all().get()).isEmpty();
    }

    /** Whatever stands there: also what was given up, and the ends of transactions. */
    private long total(Topic topic) {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(Topic topic) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return ask(() -> admin.listOffsets(latest).all().get()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** What Kafka is asked for. */
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Reads all that is committed, up to the very end: that comes only when nothing is open any longer. */
    private List<Integer> numbers() {
        Map<TopicPartition, Long> ends = ends(Topics.HISTORY);
        List<Integer> numbers = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers",
                broker.bootstrapServers(), "isolation.level", "read_committed", "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            Await.until("the end of " + Topics.HISTORY.name(), LIMIT, () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> numbers.add(number(record.value())));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return numbers;
    }

    private static int number(byte[] record) {
        Matcher number = NumberedRecords.NUMBER.matcher(new String(record, UTF_8));
        assertThat(number.find()).isTrue();
        return Integer.parseInt(number.group(1));
    }
}
