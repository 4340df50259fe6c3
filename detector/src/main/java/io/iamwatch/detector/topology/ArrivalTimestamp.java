package io.iamwatch.detector.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Takes the record's timestamp, arrival at the source. A foreign producer's record may have none: it counts as
 * arrived at the beginning of time, so that its event is marked as dated after its arrival and moves no clock.
 * Streams' own extractor would end the thread, again and again.
 */
public final class ArrivalTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
