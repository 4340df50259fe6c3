package io.iamwatch.detector.event;

/**
 * Where a record stands and when it arrived.
 *
 * @param topic the Kafka topic
 * @param partition the partition
 * @param offset the offset
 * @param arrival arrival at the source, milliseconds since 1970; the Kafka record's timestamp
 * @param source the position in the source before Kafka, as {@code iamwatch-source} says; null for a foreign
 *     producer
 */
public record Origin(String topic, int partition, long offset, long arrival, String source) {

    /** Returns {@code topic/partition/offset}. */
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }
}
