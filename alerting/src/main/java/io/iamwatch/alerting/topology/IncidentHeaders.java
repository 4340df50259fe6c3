package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.topic.RecordHeaders;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/**
 * Headers of an incident: <a href=
 * "https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents 1.0,
 * Kafka binding, binary mode</a>, and where the record that triggered its alert came from.
 */
final class IncidentHeaders {

    private IncidentHeaders() {
    }

    /**
     * Returns the headers of a version of an incident.
     *
     * @param position where the alert version behind it stands. It is part of {@code ce_id}: one CloudTrail record can
     *     trigger versions of two alerts, and so two versions of one incident, which may not share an id
     */
    static Headers of(IncidentFinding incident, String key, String position, Headers alert) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        RecordHeaders.add(headers, RecordHeaders.CE_SPECVERSION, "1.0");
        RecordHeaders.add(headers, RecordHeaders.CE_ID, incident.unmapped().iamwatch().uid() + "/" + position);
        RecordHeaders.add(headers, RecordHeaders.CE_SOURCE, "iamwatch/alerting");
        RecordHeaders.add(headers, RecordHeaders.CE_TYPE, "io.iamwatch.incident.v1");
        RecordHeaders.add(headers, RecordHeaders.CE_SUBJECT, key);
        RecordHeaders.add(headers, RecordHeaders.CE_TIME, Instant.ofEpochMilli(incident.time()).toString());
        RecordHeaders.add(headers, RecordHeaders.CONTENT_TYPE, "application/json");
        for (String passed : new String[]{RecordHeaders.SOURCE, RecordHeaders.TRIGGER}) {
            RecordHeaders.text(alert, passed).ifPresent(text -> RecordHeaders.add(headers, passed, text));
        }
        return headers;
    }
}
