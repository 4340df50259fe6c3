package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads a record of the alert topic as a version of an alert. */
final class AlertReader {

    /** Ids are hashes and positions; nothing longer may become part of a state. */
    private static final int MAX_ID = 400;

    private final Deserializer<DetectionFinding> deserializer = JsonSerde.alerts().deserializer();

    /** What reading a record came to. */
    sealed interface Reading {

        record Alert(AlertVersion version) implements Reading {
        }

        /**
         * It is none.
         *
         * @param reason what is missing, for people; holds nothing of the record
         */
        record Unusable(String reason) implements Reading {
        }
    }

    /**
     * Reads; never throws.
     *
     * @param position where the record stands; it identifies the version where a foreign producer wrote no headers
     */
    Reading read(String key, byte[] value, Headers headers, String position) {
        if (key == null || key.length() > MAX_ID || key.indexOf(AccountPartitioner.SEPARATOR) < 1
                || key.chars().anyMatch(Character::isISOControl)) {
            return new Reading.Unusable("an alert's key is account/kind:name");
        }
        if (value == null) {
            return new Reading.Unusable("an alert without a value");
        }
        DetectionFinding alert;
        try {
            alert = deserializer.deserialize(Topics.ALERTS.name(), value);
        } catch (SerializationException notReadable) {
            return new Reading.Unusable("not a Detection Finding in JSON");
        }
        if (alert == null || alert.classUid() != DetectionFinding.CLASS_UID) {
            return new Reading.Unusable("not a Detection Finding: class_uid is not " + DetectionFinding.CLASS_UID);
        }
        return hasAll(alert)
                ? identified(key, alert, headers, position)
                : new Reading.Unusable("a Detection Finding without activity_id, severity_id, finding_info.uid or "
                        + "unmapped.iamwatch");
    }

    private static boolean hasAll(DetectionFinding alert) {
        return alert.activityId() != null && alert.severityId() != null && alert.findingInfo() != null
                && alert.findingInfo().uid() != null && alert.unmapped() != null && alert.unmapped().iamwatch() != null;
    }

    private static Reading identified(String key, DetectionFinding alert, Headers headers, String position) {
        String uid = alert.findingInfo().uid();
        String id = RecordHeaders.text(headers, RecordHeaders.CE_ID).orElse(uid + "/" + position);
        return uid.length() > MAX_ID || id.length() > MAX_ID
                ? new Reading.Unusable("an alert whose finding_info.uid or ce_id is longer than " + MAX_ID)
                : new Reading.Alert(new AlertVersion(key, id, alert));
    }
}
