package io.iamwatch.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @TempDir
    Path folder;

    @Test
    void keepsItsDataAndItsPortWhenStartedAgainOnTheSameFolder() throws Exception {
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            port = broker.port();
            broker.createTopics(2);
            send(broker, "before".getBytes(StandardCharsets.UTF_8));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(broker.port()).isEqualTo(port);
            broker.createTopics(2);
            send(broker, "after".getBytes(StandardCharsets.UTF_8));
            assertThat(CommittedReader.read(broker.bootstrapServers(), Topics.IDENTITY.name(), 2))
                    .containsExactlyInAnyOrder("before", "after");
        }
    }

    @Test
    void createsTheTopicsOfTheContractsAndTakesTheirLargestRecord() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            broker.createTopics(3);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                Set<String> names = Topics.IN_FLOW_ORDER.stream().map(Topic::name).collect(Collectors.toSet());
                assertThat(admin.describeTopics(names).allTopicNames().get()).hasSize(names.size())
                        .allSatisfy((name, topic) -> assertThat(topic.partitions()).hasSize(3));
                admin.deleteTopics(List.of(Topics.CANARY.name())).all().get();
                broker.createTopics(5);
                assertThat(admin.describeTopics(names).allTopicNames().get()).as("what a newer release adds")
                        .allSatisfy((name, topic) -> assertThat(topic.partitions()).hasSize(3));
            }
            int overhead = 1024;
            send(broker, new byte[Topic.MAX_MESSAGE_BYTES - overhead]);
        }
    }

    @Test
    void saysWhichPortIsTaken() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("one"), 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("two"), broker.port()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + broker.port());
        }
    }

    /** Kafka itself refuses too, but has written to its metadata's log by then. */
    @Test
    void aFolderThatIsInUseIsRefusedBeforeAnythingIsWritten() throws Exception {
        EmbeddedBroker.start(folder, 0).close();
        Path metadata = folder.resolve("__cluster_metadata-0").resolve("00000000000000000000.log");
        byte[] before = Files.readAllBytes(metadata);
        try (FolderLock backup = FolderLock.take(EmbeddedBroker.locks(folder)).orElseThrow()) {
            assertThat(backup).isNotNull();
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder + " is in use");
        }
        assertThat(metadata).hasBinaryContent(before);
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(FolderLock.take(EmbeddedBroker.locks(folder))).isEmpty();
            broker.createTopics(1);
        }
        FolderLock.take(EmbeddedBroker.locks(folder)).orElseThrow().close();
    }

    private static void send(EmbeddedBroker broker, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size",
                Topic.MAX_MESSAGE_BYTES);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.IDENTITY.name(), value)).get(30, TimeUnit.SECONDS);
        }
    }
}
