package io.iamwatch.deploy.endtoend;

import io.iamwatch.contracts.cloudtrail.RecordReader;
import io.iamwatch.contracts.cloudtrail.Route;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.deploy.embedded.Await;
import io.iamwatch.deploy.embedded.EmbeddedBroker;
import io.iamwatch.detector.Scenario;
import io.iamwatch.detector.detection.ToldHistory;
import io.iamwatch.detector.rules.Rules;
import io.iamwatch.detector.topology.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Two detectors, each a process, on topics that hold random histories. */
final class DetectorPair implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final int MOST_MILLIS_BEHIND = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<Topic> READ = List.of(Topics.IDENTITY, Topics.USERS, Topics.ACTIVITY, Topics.BASELINE);

    private final Random random;
    private final Path folder = TestFolder.create();
    private final EmbeddedBroker broker;
    private final Admin admin;
    private final ServiceProcess[] detectors = new ServiceProcess[2];
    private long put;
    private int starts;

    DetectorPair(Random random) throws IOException {
        this.random = random;
        broker = EmbeddedBroker.start(Files.createDirectory(folder.resolve("kafka")), 0);
        broker.createTopics(PARTITIONS);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /**
     * Puts the histories of accounts, which come between each other. No two records arrive in the same millisecond, and
     * what arrived later may stand before, as with several shards.
     */
    void put(int accounts) throws Exception {
        keepForEver(Topics.USERS, Topics.ACTIVITY);
        List<Scenario.Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            arrivals.addAll(ToldHistory.of(String.format(Locale.ROOT, "4%011d", i), random));
        }
        arrivals.sort(Comparator.comparingLong(Scenario.Arrival::arrivalMillis));
        TreeMap<Long, ProducerRecord<String, byte[]>> inOrder = new TreeMap<>();
        long last = 0;
        for (Scenario.Arrival arrival : arrivals) {
            last = Math.max(last + 1, arrival.arrivalMillis());
            // The lowest digits keep places apart.
            inOrder.put((last + random.nextInt(MOST_MILLIS_BEHIND)) * arrivals.size() + inOrder.size(),
                    new ProducerRecord<>(topic(arrival).name(),
                            AccountPartitioner.partition(arrival.account(), PARTITIONS), last, arrival.account(),
                            arrival.record()));
        }
        try (Producer<String, byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers",
                bootstrapServers(), "linger.ms", "20"), new StringSerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<String, byte[]> record : inOrder.values()) {
                var unused = producer.send(record);
            }
        }
        put = arrivals.size();
    }

    /** The records are of a time that is long over. */
    private void keepForEver(Topic... topics) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic topic : topics) {
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), List.of(new AlterConfigOp(
                    new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "-1"), AlterConfigOp.OpType.SET)));
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private static Topic topic(Scenario.Arrival arrival) {
        if (arrival.baseline()) {
            return Topics.BASELINE;
        }
        if (!(RecordReader.read(arrival.record(), 0,
                arrival.record().length) instanceof RecordReader.Outcome.CloudTrail(var summary))) {
            throw new IllegalStateException("a history holds records of CloudTrail");
        }
        return switch (Route.of(summary)) {
            case IDENTITY -> Topics.IDENTITY;
            case USERS -> Topics.USERS;
            case ACTIVITY -> Topics.ACTIVITY;
        };
    }

    void startBoth(Rules rules) throws IOException {
        for (int i = 0; i < detectors.length; i++) {
            start(i, rules);
        }
        for (ServiceProcess detector : detectors) {
            detector.awaitReady();
        }
    }

    /** At no instant in particular. */
    void killOne(Rules rules) throws Exception {
        int one = random.nextInt(detectors.length);
        detectors[one].process().kill();
        start(one, rules);
    }

    /** One after the other, so that for a while partitions are judged by different rules. */
    void changeRules(Rules rules) throws Exception {
        for (int i = 0; i < detectors.length; i++) {
            detectors[i].process().terminate();
            detectors[i].process().exitCode();
            start(i, rules);
        }
    }

    private void start(int place, Rules rules) throws IOException {
        Path file = Files.writeString(folder.resolve("rules-" + starts++ + ".yaml"), rules.toYaml());
        detectors[place] = ServiceProcess.start("detect", folder, Map.of("bootstrap.servers", bootstrapServers(),
                "data.dir", folder.resolve("data-" + place).toString(), "rules.file", file.toString(),
                "kafka.main.consumer.session.timeout.ms", "2000",
                "kafka.main.consumer.heartbeat.interval.ms", "500"));
    }

    /** Waits until a random part more of all records is judged. */
    void awaitMore() throws Exception {
        long enough = Math.min(put, judged() + 1 + random.nextLong(put / 4));
        Await.until("more records to be judged", LIMIT, () -> judged() >= enough);
    }

    void awaitEnd() {
        Await.until("all records to be judged", LIMIT, () -> judged() >= put);
    }

    private long judged() {
        try {
            return admin.listConsumerGroupOffsets(Generation.FIRST.applicationId()).partitionsToOffsetAndMetadata()
                    .get().entrySet().stream().filter(committed -> READ.stream()
                            .anyMatch(topic -> topic.name().equals(committed.getKey().topic())))
                    .mapToLong(committed -> committed.getValue().offset()).sum();
        } catch (ExecutionException notYet) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while detectors were at work", interrupted);
        }
    }

    /** Returns how many versions of alerts ran, each as often as a {@code read_committed} reader sees it. */
    long versions() {
        long versions = 0;
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers(),
                "isolation.level", "read_committed"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(Topics.ALERTS).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                versions += consumer.poll(Duration.ofMillis(100)).count();
            }
        }
        return versions;
    }

    private static Stream<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, PARTITIONS).mapToObj(number -> new TopicPartition(topic.name(), number));
    }

    /** Returns what was put, for people. */
    String account() throws Exception {
        return admin
                .listOffsets(READ.stream().flatMap(DetectorPair::partitions)
                        .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                .all().get()
                .entrySet().stream().collect(Collectors.groupingBy(end -> end.getKey().topic(),
                        TreeMap::new, Collectors.summingLong(end -> end.getValue().offset())))
                .toString();
    }

    @Override
    public void close() throws IOException {
        for (ServiceProcess detector : detectors) {
            if (detector != null) {
                detector.close();
            }
        }
        admin.close();
        broker.close();
        TestFolder.remove(folder);
    }
}
