package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.Score.Label;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What analysts found: the verdict with which an incident was closed labels each of its alerts. An attack is what
 * was found to be one, suspicious, a test of the defence or a risk; none is what was found to be false or benign.
 * Other verdicts say neither. An alert that was withdrawn, or told by another, is no attack that rules would lose.
 */
final class VerdictLabels {

    private final Deserializer<IncidentFinding> deserializer = JsonSerde.incidents().deserializer();
    private final Map<String, Label> byUid = new HashMap<>();

    private VerdictLabels() {
    }

    /** Reads {@code iamwatch.incidents}, where what the commands of {@code iamwatch.verdicts} came to stands. */
    static Map<String, Label> read(KafkaReader kafka) {
        VerdictLabels labels = new VerdictLabels();
        kafka.each(Topics.INCIDENTS.name(), labels::add);
        return labels.byUid;
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            IncidentFinding.Details incident = deserializer.deserialize(record.topic(), record.value()).unmapped()
                    .iamwatch();
            Optional<Label> label = Optional.ofNullable(incident.workflow().verdict()).flatMap(VerdictLabels::label);
            incident.alerts().forEach(alert -> label.filter(found -> found != Label.TRUE_POSITIVE || alert.stands())
                    .ifPresentOrElse(found -> byUid.put(alert.uid(), found),
                            () -> byUid.remove(alert.uid())));
        } catch (SerializationException noIncident) {
            // What is no incident labels nothing.
            return;
        }
    }

    static Optional<Label> label(Verdict verdict) {
        return switch (verdict) {
            case TRUE_POSITIVE, SUSPICIOUS, TEST, SECURITY_RISK -> Optional.of(Label.TRUE_POSITIVE);
            case FALSE_POSITIVE, BENIGN -> Optional.of(Label.FALSE_POSITIVE);
            case DISREGARD, INSUFFICIENT_DATA, MANAGED_EXTERNALLY, DUPLICATE -> Optional.empty();
        };
    }
}
