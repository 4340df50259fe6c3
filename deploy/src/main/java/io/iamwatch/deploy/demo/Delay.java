package io.iamwatch.deploy.demo;

/**
 * How long an alert took, in microseconds, between moments that one process saw on one clock.
 *
 * @param ingest from Kinesis' answer to PutRecords until a {@code read_committed} reader has the record from Kafka
 * @param detector from there until such a reader has the alert
 * @param alerting from there until such a reader has the incident
 */
public record Delay(long ingest, long detector, long alerting) {

    /** Returns the time from Kinesis' answer until the alert can be read. */
    public long toAlert() {
        return ingest + detector;
    }
}
