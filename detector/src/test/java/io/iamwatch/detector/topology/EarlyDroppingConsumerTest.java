package io.iamwatch.detector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.contracts.topic.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EarlyDroppingConsumerTest {

    private static final String NEEDED = "{\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"CreateUser\"}";
    private static final String NOT_NEEDED = "{\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetBucketAcl\"}";
    private static final TopicPartition FIRST = new TopicPartition(Topics.IDENTITY.name(), 0);
    private static final TopicPartition SECOND = new TopicPartition(Topics.IDENTITY.name(), 1);

    private final DroppedRecords dropped = new DroppedRecords();

    private ConsumerRecords<byte[], byte[]> thin(Map<TopicPartition, List<String>> values) {
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> polled = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        values.forEach((partition, texts) -> {
            List<ConsumerRecord<Object, Object>> records = new ArrayList<>();
            for (String text : texts) {
                records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), records.size(), null,
                        read(partition.topic(), text)));
            }
            polled.put(partition, records);
            next.put(partition, new OffsetAndMetadata(100 + texts.size()));
        });
        return EarlyDroppingConsumer.thin(new ConsumerRecords<>(polled, next), dropped);
    }

    private static Object read(String topic, String text) {
        try (var looking = new EarlyDroppingConsumer.Looking()) {
            byte[] around = ("##" + text + "##").getBytes(UTF_8);
            ByteBuffer value = text.isEmpty() ? null : ByteBuffer.wrap(around, 2, around.length - 4).slice();
            return looking.deserialize(topic, new RecordHeaders(), value);
        }
    }

    @Test
    void keepsWhatMayBeNeededAndTheLastOfEachPartition() {
        var kept = thin(Map.of(FIRST, List.of(NOT_NEEDED, NEEDED, NOT_NEEDED, NOT_NEEDED), SECOND,
                List.of(NOT_NEEDED, NOT_NEEDED, NEEDED)));
        assertThat(kept.records(FIRST)).extracting(ConsumerRecord::offset).containsExactly(1L, 3L);
        assertThat(kept.records(SECOND)).extracting(ConsumerRecord::offset).containsExactly(2L);
        assertThat(kept.records(FIRST)).extracting(record -> new String(record.value(), UTF_8))
                .containsExactly(NEEDED, NOT_NEEDED);
        assertThat(dropped.of(0)).isEqualTo(2);
        assertThat(dropped.of(1)).isEqualTo(2);
        assertThat(dropped.of(2)).isZero();
    }

    @Test
    void positionsAreBehindAllThatWasPolled() {
        var kept = thin(Map.of(FIRST, List.of(NOT_NEEDED, NOT_NEEDED), SECOND, List.of(NEEDED)));
        assertThat(kept.nextOffsets()).isEqualTo(
                Map.of(FIRST, new OffsetAndMetadata(102), SECOND, new OffsetAndMetadata(101)));
    }

    @Test
    void keepsWhatHasNoValueAndWhatIsNoJson() {
        var kept = thin(Map.of(FIRST, List.of("", "no json", NEEDED)));
        assertThat(kept.records(FIRST)).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
        assertThat(kept.records(FIRST).getFirst().value()).isNull();
    }

    @Test
    void dropsFromNoOtherTopic() {
        TopicPartition other = new TopicPartition(Topics.BASELINE.name(), 0);
        assertThat(thin(Map.of(other, List.of(NOT_NEEDED, NOT_NEEDED, NOT_NEEDED))).count()).isEqualTo(3);
    }
}
