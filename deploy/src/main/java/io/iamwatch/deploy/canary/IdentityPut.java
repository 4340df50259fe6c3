package io.iamwatch.deploy.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.iamwatch.contracts.canary.CanaryMark;
import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes pairs to the identity topic as ingest writes what Kinesis brings: all of the way but ingest. */
final class IdentityPut implements Put {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityPut.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final CanaryMark mark;
    private final InstantSource wallClock;
    private final Producer<byte[], byte[]> producer;

    /** Takes the producer's settings. */
    IdentityPut(Map<String, Object> producer, CanaryMark mark, InstantSource wallClock) {
        this.mark = mark;
        this.wallClock = wallClock;
        this.producer = new KafkaProducer<>(producer);
    }

    @Override
    public int put(List<CanaryPair> pairs) {
        List<List<Future<RecordMetadata>>> sent = pairs.stream().map(this::send).toList();
        return (int) sent.stream().filter(futures -> !futures.stream().allMatch(IdentityPut::isWritten)).count();
    }

    private List<Future<RecordMetadata>> send(CanaryPair pair) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        List<byte[]> records = pair.records(mark);
        for (int index = 0; index < records.size(); index++) {
            long now = wallClock.millis();
            var record = new ProducerRecord<>(Topics.IDENTITY.name(), null, now, pair.account().getBytes(UTF_8),
                    records.get(index));
            RecordHeaders.add(record.headers(), RecordHeaders.SOURCE,
                    "canary/" + pair.account() + "/" + pair.sentAt() + "/" + index);
            RecordHeaders.add(record.headers(), RecordHeaders.WRITTEN_AT, Long.toString(now));
            sent.add(producer.send(record));
        }
        return sent;
    }

    private static boolean isWritten(Future<RecordMetadata> sent) {
        try {
            sent.get();
            return true;
        } catch (ExecutionException failure) {
            LOG.warn("Kafka does not take the canary's pair; topic={} reason={}", Topics.IDENTITY.name(),
                    failure.getCause().getMessage());
            return false;
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    @Override
    public void close() {
        try {
            producer.close(CLOSE_LIMIT);
        } catch (KafkaException failure) {
            LOG.debug("the canary's producer did not end cleanly", failure);
        }
    }
}
