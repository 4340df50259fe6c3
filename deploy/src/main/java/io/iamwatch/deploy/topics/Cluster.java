package io.iamwatch.deploy.topics;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.deploy.embedded.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The brokers as a rewriting sees them. What it asks for has happened when a method returns. */
final class Cluster implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final short DEFAULT_REPLICATION = -1;

    private final Map<String, Object> client;
    private final Admin admin;

    /**
     * Creates the client.
     *
     * @param client {@code bootstrap.servers}, and TLS and SASL where they are needed
     */
    Cluster(Map<String, Object> client) {
        this.client = Map.copyOf(client);
        this.admin = Admin.create(this.client);
    }

    Admin admin() {
        return admin;
    }

    Set<String> topics() {
        return get("list the topics", admin.listTopics().names());
    }

    boolean exists(String topic) {
        return topics().contains(topic);
    }

    List<TopicPartition> partitions(String topic) {
        return description(topic).map(it -> it.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition())).toList()).orElse(List.of());
    }

    /** Returns where each partition ends, for those who read at an isolation level. */
    Map<TopicPartition, Long> ends(String topic, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest = partitions(topic).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get("find the end of " + topic, admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Returns what an operator has set for a topic, or its creator. */
    Map<String, String> configuration(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return get("look at the settings of " + topic, admin.describeConfigs(List.of(resource)).all()).get(resource)
                .entries().stream().filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    short replication(String topic) {
        return (short) description(topic).orElseThrow().partitions().getFirst().replicas().size();
    }

    /** Creates a topic that replaces another of this name. */
    void create(String topic, int partitions, short replication, Map<String, String> configuration) {
        // A topic that was deleted is gone on some brokers a little later.
        Await.until("the topic " + topic + " to be created", LIMIT,
                () -> tryCreate(new NewTopic(topic, Optional.of(partitions), Optional.of(replication))
                        .configs(configuration)));
        awaitLeaders(topic, partitions);
    }

    /** Creates a topic; returns whether there was none of this name. */
    boolean createOnce(String topic, int partitions, Map<String, String> configuration) {
        boolean created = tryCreate(new NewTopic(topic, Optional.of(partitions), Optional.of(DEFAULT_REPLICATION))
                .configs(configuration));
        if (created) {
            awaitLeaders(topic, partitions);
        }
        return created;
    }

    private boolean tryCreate(NewTopic topic) {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw failed("create the topic " + topic.name(), failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted("create the topic " + topic.name(), interrupted);
        }
    }

    private void awaitLeaders(String topic, int partitions) {
        Await.until("leaders of " + topic, LIMIT, () -> description(topic)
                .filter(it -> it.partitions().size() == partitions)
                .filter(it -> it.partitions().stream().allMatch(partition -> partition.leader() != null)).isPresent());
    }

    /** Deletes a topic where there is one. */
    void delete(String topic) {
        if (exists(topic)) {
            get("delete the topic " + topic, admin.deleteTopics(List.of(topic)).all());
            Await.until("the topic " + topic + " to be gone", LIMIT, () -> !exists(topic));
        }
    }

    private Optional<TopicDescription> description(String topic) {
        try {
            return Optional.of(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed("look at the topic " + topic, failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted("look at the topic " + topic, interrupted);
        }
    }

    /** Returns a consumer of what was committed, in no group. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Returns a producer that loses nothing, repeats nothing and keeps the order. */
    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The first batch for a topic that was just created may be refused, and the one behind it taken for the first:
        // the producer would then try for ever to send what comes before.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns what a client's future comes to. */
    static <T> T get(String what, Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw failed(what, failure.getCause());
        } catch (InterruptedException interrupted) {
            throw interrupted(what, interrupted);
        }
    }

    private static RewriteFailure failed(String what, Throwable cause) {
        return new RewriteFailure("cannot " + what + ": " + cause.getMessage(), cause);
    }

    private static RewriteFailure interrupted(String what, InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new RewriteFailure("interrupted; could not " + what, interrupted);
    }

    @Override
    public void close() {
        admin.close();
    }
}
