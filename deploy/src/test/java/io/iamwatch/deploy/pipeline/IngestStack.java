package io.iamwatch.deploy.pipeline;

import static org.awaitility.Awaitility.await;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.deploy.embedded.EmbeddedConnect;
import io.iamwatch.deploy.embedded.KinesisEmulator;
import io.iamwatch.ingest.connect.KinesisSourceConnector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Kinesis behind a proxy that makes faults, a broker, and a Connect worker: ingest without what comes after it. */
final class IngestStack implements AutoCloseable {

    static final int PARTITIONS = 2;

    private final AtomicInteger streams = new AtomicInteger(100);
    private final List<KinesisClient> clients = new ArrayList<>();
    private final Path folder;
    private final KinesisEmulator emulator;
    private final FaultProxy proxy;
    private EmbeddedBroker broker;
    private final BrokerProbe kafka;
    private final EmbeddedConnect connect;

    IngestStack() throws IOException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "ingest-");
        emulator = KinesisEmulator.start(folder, System.out::println);
        proxy = new FaultProxy(emulator.endpoint());
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        broker.createTopics(PARTITIONS);
        kafka = BrokerProbe.of(Map.of("bootstrap.servers", broker.bootstrapServers()));
        connect = EmbeddedConnect.start(broker.bootstrapServers(), "iamwatch-connect", Map.of());
    }

    NumberedStream stream(int shards) {
        String prefix = Integer.toString(streams.incrementAndGet());
        NumberedStream stream = new NumberedStream(emulator.client(), "numbers-" + prefix, prefix);
        emulator.createStream(stream.name(), shards);
        return stream;
    }

    /** Creates a stream in another region, which the emulator tells by the signature. */
    NumberedStream streamIn(String region, int shards) {
        String prefix = Integer.toString(streams.incrementAndGet());
        KinesisClient client = KinesisClient.builder().endpointOverride(emulator.endpoint()).region(Region.of(region))
                .httpClient(UrlConnectionHttpClient.create()).build();
        clients.add(client);
        NumberedStream stream = new NumberedStream(client, "numbers-" + prefix, prefix);
        client.createStream(request -> request.streamName(stream.name()).shardCount(shards));
        await().until(() -> client.describeStreamSummary(request -> request.streamName(stream.name()))
                .streamDescriptionSummary().streamStatus() == StreamStatus.ACTIVE);
        return stream;
    }

    /** Starts a connector that reads a stream through the proxy, and returns when it and its tasks run. */
    void ingest(NumberedStream stream, Map<String, String> extra) {
        Map<String, String> configuration = new HashMap<>(Map.of("connector.class",
                KinesisSourceConnector.class.getName(), "tasks.max", "2", "kinesis.streams", stream.name(),
                "kinesis.region", KinesisEmulator.REGION, "kinesis.endpoint", proxy.endpoint().toString(),
                "kinesis.start.position", "TRIM_HORIZON", "kinesis.poll.interval.ms", "100",
                "kinesis.shards.interval.ms", "500"));
        configuration.putAll(extra);
        connect.startConnector(connector(stream), configuration);
    }

    /** Stops reading a stream. */
    void remove(NumberedStream stream) {
        connect.removeConnector(connector(stream));
    }

    /** Puts something that has no number. */
    void put(NumberedStream stream, String data) {
        emulator.client().putRecord(request -> request.streamName(stream.name()).partitionKey("k")
                .data(SdkBytes.fromUtf8String(data)));
    }

    /** Returns a metric that Connect shows of a connector's tasks, over all of its shards. */
    double metric(NumberedStream stream, String name) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            double sum = 0;
            for (ObjectName bean : beans.queryNames(new ObjectName("kafka.connect:type=plugins,*"), null)) {
                String shard = bean.getKeyProperty("shard");
                if (shard != null && shard.contains(stream.name() + "/")) {
                    sum += ((Number) beans.getAttribute(bean, name)).doubleValue();
                }
            }
            return sum;
        } catch (JMException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns the first committed record of a topic whose key begins so, as soon as there is one. */
    ConsumerRecord<String, byte[]> first(Topic topic, String key) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition)).toList());
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                found.removeIf(record -> !record.key().startsWith(key));
                return !found.isEmpty();
            });
            return found.getFirst();
        }
    }

    static String connector(NumberedStream stream) {
        return "kinesis-" + stream.name();
    }

    Received received(NumberedStream stream) {
        return new Received(broker.bootstrapServers(), stream, PARTITIONS);
    }

    KinesisEmulator emulator() {
        return emulator;
    }

    FaultProxy proxy() {
        return proxy;
    }

    BrokerProbe kafka() {
        return kafka;
    }

    EmbeddedConnect connect() {
        return connect;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Sets what a topic takes at most. */
    void maxMessageBytes(Topic topic, int bytes) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        AlterConfigOp set = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes)),
                AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().toCompletionStage()
                    .toCompletableFuture().join();
        }
    }

    void stopBroker() {
        broker.close();
    }

    /** Starts the broker on the port that it had. */
    void startBroker() {
        String address = broker.bootstrapServers();
        broker = EmbeddedBroker.start(folder.resolve("kafka"),
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    @Override
    public void close() throws IOException {
        connect.close();
        kafka.close();
        broker.close();
        proxy.close();
        clients.forEach(KinesisClient::close);
        emulator.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
