package io.iamwatch.alerting.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the record's timestamp, arrival at the source. A foreign producer's record may have none; Streams' own
 * extractor would end the thread on it, again and again.
 */
public final class ArrivalTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
