package io.iamwatch.detector.topology;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Ocsf.Evidence;
import io.iamwatch.contracts.topic.Inputs;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.detector.event.Origin;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;

/**
 * Headers of an alert: <a href=
 * "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents 1.0,
 * Kafka binding, binary mode</a>, and where the records stand that it follows from.
 */
final class AlertHeaders {

    /** CloudEvents: who says it. */
    static final String SOURCE = "iamwatch/detector";

    private AlertHeaders() {
    }

    /**
     * Returns the headers of a version of an alert.
     *
     * @param writtenAt when it is handed to Kafka, wall clock, milliseconds
     */
    static Headers of(DetectionFinding alert, String key, Origin trigger, long writtenAt) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, RecordHeaders.CE_SPECVERSION, "1.0");
        RecordHeaders.add(headers, RecordHeaders.CE_ID, alert.findingInfo().uid() + "/" + trigger.position());
        RecordHeaders.add(headers, RecordHeaders.CE_SOURCE, SOURCE);
        RecordHeaders.add(headers, RecordHeaders.CE_TYPE, "io.iamwatch.alert.v1");
        RecordHeaders.add(headers, RecordHeaders.CE_SUBJECT, key);
        RecordHeaders.add(headers, RecordHeaders.CE_TIME, Instant.ofEpochMilli(trigger.arrival()).toString());
        RecordHeaders.add(headers, RecordHeaders.CONTENT_TYPE, "application/json");
        RecordHeaders.add(headers, RecordHeaders.TRIGGER, trigger.position());
        RecordHeaders.add(headers, RecordHeaders.INPUTS, inputs(alert, trigger));
        RecordHeaders.add(headers, RecordHeaders.WRITTEN_AT, Long.toString(writtenAt));
        if (trigger.source() != null) {
            RecordHeaders.add(headers, RecordHeaders.SOURCE, trigger.source());
        }
        return headers;
    }

    /** An evidence's uid is its record's position. */
    private static String inputs(DetectionFinding alert, Origin trigger) {
        return Inputs.text(
                Stream.concat(Stream.of(trigger.position()), alert.evidences().stream().map(Evidence::uid)));
    }
}
