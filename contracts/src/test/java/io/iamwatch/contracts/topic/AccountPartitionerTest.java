package io.iamwatch.contracts.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountPartitionerTest {

    private static final int PARTITIONS = Topics.DEFAULT_PARTITIONS;

    /** Computed outside of Java, so that a change of Kafka's own hash would show too: data lies where it lies. */
    @ParameterizedTest
    @CsvSource({"229654561268, 8", "123456789012, 11", "000000000000, 8", "111111111111, 1"})
    void placementsAreFrozen(String account, int partition) {
        assertThat(AccountPartitioner.partition(account, 12)).isEqualTo(partition);
    }

    @Test
    void placesEveryKeyOfAnAccountWhereKafkaPlacesTheBareAccount() {
        long seed = 4;
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            String account = String.format("%012d", random.nextLong(1_000_000_000_000L));
            int partitions = 1 + random.nextInt(50);
            int kafkas = Utils.toPositive(Utils.murmur2(account.getBytes(UTF_8))) % partitions;
            for (String key : List.of(account, account + "/user:x", account + "/a/b", account + "/", account + "/é|")) {
                assertThat(AccountPartitioner.partition(key, partitions)).as("seed %s key %s", seed, key)
                        .isEqualTo(kafkas);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"123/user:x, 123", "123, 123", "123/, 123", "/x, ''", "'', ''", "a/b/c, a"})
    void theAccountIsWhatStandsBeforeTheFirstSlash(String key, String account) {
        assertThat(AccountPartitioner.accountOf(key)).isEqualTo(account);
    }

    @Test
    void asAProducersPartitioner() {
        try (MockProducer<String, String> producer = producer()) {
            for (Topic topic : List.of(Topics.IDENTITY, Topics.ALERTS, Topics.INCIDENTS, Topics.VERDICTS)) {
                assertThat(sent(producer, topic, "123456789012")).isEqualTo(11);
                assertThat(sent(producer, topic, "123456789012/user:bob")).isEqualTo(11);
            }
        }
    }

    @Test
    void rejectedRecordsArePlacedByTheirWholeKeySoThatOneAccountsNoiseSpreads() {
        try (MockProducer<String, String> producer = producer()) {
            List<Integer> placed = IntStream.range(0, 100)
                    .map(i -> sent(producer, Topics.REJECTED, "stream/shard/" + i)).boxed().toList();
            List<Integer> kafkas = IntStream.range(0, 100)
                    .map(i -> Utils.toPositive(Utils.murmur2(("stream/shard/" + i).getBytes(UTF_8))) % PARTITIONS)
                    .boxed().toList();
            assertThat(placed).isEqualTo(kafkas);
            assertThat(Set.copyOf(placed)).hasSize(PARTITIONS);
        }
    }

    @Test
    void refusesARecordWithoutAKey() {
        try (MockProducer<String, String> producer = producer()) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(Topics.ALERTS.name(), null, "value")))
                    .hasMessageContaining("iamwatch.alerts").hasMessageContaining("no key");
        }
    }

    private static int sent(MockProducer<String, String> producer, Topic topic, String key) {
        var unused = producer.send(new ProducerRecord<>(topic.name(), key, "value"));
        int number = producer.history().size() - 1;
        assertThat(producer.history().get(number).key()).isEqualTo(key);
        return unused.resultNow().partition();
    }

    private static MockProducer<String, String> producer() {
        Node node = new Node(0, "localhost", 9092);
        Node[] nodes = {node};
        List<PartitionInfo> partitions = Topics.IN_FLOW_ORDER.stream()
                .flatMap(topic -> IntStream.range(0, PARTITIONS)
                        .mapToObj(i -> new PartitionInfo(topic.name(), i, node, nodes, nodes)))
                .toList();
        Cluster cluster = new Cluster("test", Arrays.asList(nodes), partitions, Set.of(), Set.of());
        return new MockProducer<>(cluster, true, new AccountPartitioner(), new StringSerializer(),
                new StringSerializer());
    }
}
