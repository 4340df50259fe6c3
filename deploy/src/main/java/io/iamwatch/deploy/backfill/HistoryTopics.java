package io.iamwatch.deploy.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.topics.UnfinishedRewrite;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics that a backfill writes, and the marks in them. */
final class HistoryTopics {

    private static final List<Topic> TOPICS = List.of(Topics.HISTORY, Topics.REJECTED, Topics.BACKFILL);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(10);

    private final String bootstrapServers;
    private final Properties clientConfig;

    HistoryTopics(String bootstrapServers, Properties clientConfig) {
        this.bootstrapServers = bootstrapServers;
        this.clientConfig = clientConfig;
    }

    /** A producer would have a missing topic created, wherever the broker does that, with some number of partitions. */
    void require() throws InterruptedException {
        Properties settings = settings();
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CONNECT_LIMIT.toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) CONNECT_LIMIT.toMillis());
        List<String> names = TOPICS.stream().map(Topic::name).toList();
        try (Admin admin = Admin.create(settings)) {
            admin.describeTopics(names).allTopicNames().get();
            UnfinishedRewrite.refuse(admin);
        } catch (ExecutionException failure) {
            throw switch (failure.getCause()) {
                case UnknownTopicOrPartitionException missing -> new BackfillFailure(
                        "needs the topics " + String.join(", ", names) + ", one of which is missing at ",
                        bootstrapServers, missing);
                case TimeoutException silent -> new BackfillFailure("no Kafka within " + CONNECT_LIMIT.toSeconds()
                        + " s; is --bootstrap-servers right? It says ", bootstrapServers, silent);
                default -> new BackfillFailure("the topics cannot be looked at: ", failure.getCause().getMessage(),
                        failure.getCause());
            };
        }
    }

    /**
     * Makes the producer of a worker, and ends what its former life left open, so that its marks can be read. Whoever
     * runs under the same name elsewhere cannot write from then on.
     */
    KafkaProducer<byte[], byte[]> producer(int worker) {
        Properties settings = settings();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "iamwatch-backfill-" + worker);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_LIMIT.toMillis());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    /** Reads how much of each file is in the topics. */
    Map<String, FileProgress> marks() {
        Properties settings = settings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        Map<String, FileProgress> marks = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.BACKFILL.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> mark : consumer.poll(POLL)) {
                    marks.put(new String(mark.key(), UTF_8), FileProgress.of(mark.value()));
                }
            }
        }
        return marks;
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(clientConfig);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
