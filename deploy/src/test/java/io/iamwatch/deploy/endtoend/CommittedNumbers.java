package io.iamwatch.deploy.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a {@code read_committed} reader sees of {@link NumberedRecords}; it outlives the broker on its port. */
final class CommittedNumbers implements AutoCloseable {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Seen> seen = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    /**
     * One record as it came.
     *
     * @param shard stream/shard
     */
    record Seen(int number, String account, int partition, String shard, BigInteger sequence) {
    }

    CommittedNumbers(String bootstrapServers, int partitions) {
        consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(Topics.IDENTITY, Topics.REJECTED).stream().flatMap(topic -> IntStream
                .range(0, partitions).mapToObj(partition -> new TopicPartition(topic.name(), partition))).toList());
    }

    void until(String what, Duration limit, BooleanSupplier condition) {
        Await.until(what, limit, () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(this::add);
            return condition.getAsBoolean();
        });
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        String source = Harvest.source(record);
        Matcher number = NumberedRecords.NUMBER.matcher(new String(record.value(), UTF_8));
        if (!record.topic().equals(Topics.IDENTITY.name()) || !number.find()) {
            rejected.add(record.topic() + " " + source);
            return;
        }
        String[] position = source.split("/", -1);
        seen.add(new Seen(Integer.parseInt(number.group(1)), record.key(), record.partition(),
                position[0] + "/" + position[1], new BigInteger(position[2])));
    }

    List<Seen> seen() {
        return seen;
    }

    int count() {
        return seen.size();
    }

    /** Where it stands in each partition that holds something, and where the committed records end. */
    String places() {
        try {
            return consumer.endOffsets(consumer.assignment(), ANSWER_LIMIT).entrySet().stream()
                    .filter(end -> end.getValue() > 0)
                    .map(end -> end.getKey() + " read to " + consumer.position(end.getKey(), ANSWER_LIMIT) + " of "
                            + end.getValue())
                    .sorted().collect(Collectors.joining(", "));
        } catch (KafkaException noAnswer) {
            return "the broker does not tell the ends: " + noAnswer.getMessage();
        }
    }

    /** All numbers below an end, each once, an account's and a shard's in their order. */
    void assertExactlyOnceInOrder(int end) {
        assertThat(rejected).isEmpty();
        assertThat(seen.stream().map(Seen::number).sorted()).as("every number, each once")
                .containsExactlyElementsOf(IntStream.range(0, end).boxed().toList());
        Map<String, Integer> lastNumber = new HashMap<>();
        Map<String, BigInteger> lastSequence = new HashMap<>();
        for (Seen record : seen) {
            assertThat(record.account()).isEqualTo(NumberedRecords.account(record.number()));
            Integer before = lastNumber.put(record.account(), record.number());
            assertThat(record.number()).as("order of account " + record.account())
                    .isGreaterThan(before == null ? -1 : before);
            BigInteger sequence = lastSequence.put(record.partition() + " " + record.shard(), record.sequence());
            assertThat(record.sequence()).as("order of " + record.shard())
                    .isGreaterThan(sequence == null ? BigInteger.valueOf(-1) : sequence);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
