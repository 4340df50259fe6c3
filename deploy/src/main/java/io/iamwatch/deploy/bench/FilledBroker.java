package io.iamwatch.deploy.bench;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An embedded broker of its own whose topics, above all that of identity, hold what is to be read, with lz4. */
final class FilledBroker implements AutoCloseable {

    /** Of every topic; a reader and a detector share them out evenly among one, two or four threads. */
    static final int PARTITIONS = 4;

    /** An account in each partition, in the order of the partitions. */
    private static final List<String> ACCOUNT_OF_EACH = IntStream.range(0, PARTITIONS)
            .mapToObj(FilledBroker::anAccountIn).toList();

    private final EmbeddedBroker broker;
    private final Admin admin;
    private final Producer<String, byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final CommittedAlerts alerts;
    private final Set<Topic> filled = new LinkedHashSet<>(List.of(Topics.IDENTITY));
    private long bytes;
    private int endings;

    private FilledBroker(EmbeddedBroker broker) {
        this.broker = broker;
        this.alerts = new CommittedAlerts(client());
        this.admin = Admin.create(client());
        this.producer = new KafkaProducer<>(producerSettings(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Starts a broker with empty topics. */
    static FilledBroker start(Path folder) {
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        try {
            broker.createTopics(PARTITIONS);
            FilledBroker filled = new FilledBroker(broker);
            filled.awaitLeaders();
            filled.keepWhatIsOld();
            return filled;
        } catch (RuntimeException failure) {
            broker.close();
            throw failure;
        }
    }

    /**
     * Asks each partition's leader something. Metadata can name a leader that does not yet know it is one. A batch that
     * it refuses and the next that it takes would leave the producer's numbers out of order for ever.
     */
    private void awaitLeaders() {
        try {
            ends(Set.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", interrupted);
        }
    }

    /** Records are dated long ago: brokers would remove those of topics that are not kept for ever. */
    private void keepWhatIsOld() {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        Stream.of(Topics.USERS, Topics.ACTIVITY).forEach(topic -> changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), List.of(new AlterConfigOp(
                        new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "-1"), AlterConfigOp.OpType.SET))));
        try {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("the broker does not keep what is old", refused.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", interrupted);
        }
    }

    private Map<String, Object> producerSettings() {
        Map<String, Object> settings = client();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_MESSAGE_BYTES);
        settings.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, AccountPartitioner.class.getName());
        return settings;
    }

    /** Returns settings with which clients find the broker. */
    Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        return settings;
    }

    void put(KeyedRecord record) {
        put(Topics.IDENTITY, record);
    }

    void put(Topic topic, KeyedRecord record) {
        filled.add(topic);
        send(new ProducerRecord<>(topic.name(), null, record.arrival(), record.account(), record.json()));
    }

    /** Puts what says, as ingest's records do, when it was handed to Kafka: as soon as it had arrived. */
    void putWritten(KeyedRecord record) {
        var written = new ProducerRecord<>(Topics.IDENTITY.name(), null, record.arrival(), record.account(),
                record.json());
        RecordHeaders.add(written.headers(), RecordHeaders.WRITTEN_AT, Long.toString(record.arrival()));
        send(written);
    }

    private void send(ProducerRecord<String, byte[]> record) {
        bytes += record.value().length;
        var unused = producer.send(record, (metadata, refused) -> failure.compareAndSet(null, refused));
    }

    /** Ends each partition with what raises an alert, so that a detector commits at once when it has come there. */
    void putEndings(IdentityStory story) {
        endings++;
        ACCOUNT_OF_EACH.forEach(account -> story.ending(account, ending()).forEach(this::put));
    }

    private String ending() {
        return "ending-" + endings;
    }

    /** Waits until the alerts of the last endings are committed. */
    void awaitEndings(Runnable alive) {
        alerts.await(ending(), alive);
    }

    /** Returns how many alerts were raised until the last endings since this was last called. */
    long takeAlertCount() {
        return alerts.takeCount();
    }

    /** Returns when all that was put can be read. */
    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("a topic could not be filled", failure.get());
        }
    }

    /** Returns the size of all values that were put, before compression. */
    long bytes() {
        return bytes;
    }

    static List<TopicPartition> partitions(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        IntStream.range(0, PARTITIONS).forEach(i -> partitions.add(new TopicPartition(topic.name(), i)));
        return partitions;
    }

    /** Returns behind which record each partition ends, of the identity topic and of what else was filled. */
    Map<TopicPartition, Long> ends() throws InterruptedException {
        return ends(filled);
    }

    private Map<TopicPartition, Long> ends(Set<Topic> topics) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        topics.stream().map(FilledBroker::partitions).flatMap(List::stream)
                .forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        } catch (ExecutionException refused) {
            throw new IllegalStateException("cannot see where topics end", refused.getCause());
        }
    }

    Admin admin() {
        return admin;
    }

    private static String anAccountIn(int partition) {
        return IntStream.iterate(0, i -> i + 1).mapToObj(i -> CloudTrailJson.account(100_000 + i))
                .filter(account -> AccountPartitioner.partition(account, PARTITIONS) == partition).findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        producer.close();
        alerts.close();
        admin.close();
        broker.close();
    }
}
