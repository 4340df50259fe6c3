package io.iamwatch.deploy.config;

/** The parts of the pipeline, each of which can run by itself. */
public enum Service {
    /** Reads Kinesis into Kafka. */
    INGEST,
    /** Judges identity events and raises alerts. */
    DETECTOR,
    /** Makes incidents of alerts. */
    ALERTING
}
