package io.iamwatch.deploy.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a {@code read_committed} reader gets of a numbered stream. */
final class Received implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("\"eventID\":\"([0-9]+)\"");

    private final NumberedStream stream;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, List<Integer>> byAccount = new LinkedHashMap<>();

    Received(String bootstrapServers, NumberedStream stream, int partitions) {
        this.stream = stream;
        consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed", ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"), new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.IDENTITY.name(), partition)).toList());
    }

    /** Waits for a number of events, of which more may come. */
    void awaitAtLeast(int count) {
        await().atMost(Duration.ofMinutes(2)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            poll();
            return size() >= count;
        });
    }

    /** Waits for all numbers so far, and holds that each came once and those of an account in order. */
    void assertAllOnceInOrder() {
        awaitAtLeast(stream.last());
        // What would come twice comes soon after.
        IntStream.range(0, 10).forEach(i -> poll());
        assertThat(numbers().sorted().toList())
                .isEqualTo(IntStream.rangeClosed(1, stream.last()).boxed().toList());
        assertThat(byAccount.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    int size() {
        return (int) numbers().count();
    }

    private java.util.stream.Stream<Integer> numbers() {
        return byAccount.values().stream().flatMap(List::stream);
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
            if (stream.isOwn(record.key())) {
                Matcher number = NUMBER.matcher(new String(record.value(), UTF_8));
                assertThat(number.find()).isTrue();
                byAccount.computeIfAbsent(record.key(), account -> new ArrayList<>())
                        .add(Integer.parseInt(number.group(1)));
            }
        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}
