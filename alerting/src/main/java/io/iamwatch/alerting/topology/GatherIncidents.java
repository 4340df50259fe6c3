package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.topology.AlertReader.Reading;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the incident of an alert's principal, applies the alert to it, stores it and tells of it. */
final class GatherIncidents implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(GatherIncidents.class);
    private static final int ROOM_FOR_KEY_AND_HEADERS = 64 * 1024;

    private final AlertReader reader = new AlertReader();
    private final Serializer<IncidentFinding> serializer = JsonSerde.incidents().serializer();
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, IncidentFinding> incidents;
    private AlertingMeters meters;

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        incidents = processorContext.getStateStore(AlertingNames.INCIDENTS_STORE);
        meters = new AlertingMeters(processorContext);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        meters.read.record();
        String position = position();
        switch (reader.read(record.key(), record.value(), record.headers(), position)) {
            case Reading.Alert(AlertVersion version) -> gather(version, record, position);
            case Reading.Unusable(String reason) -> reject(record, position, reason);
        }
    }

    private void gather(AlertVersion version, Record<String, byte[]> record, String position) {
        // A store that cannot be read is no fault of this alert: outside of the try, so that the thread is replaced.
        Optional<IncidentFinding> state = Optional.ofNullable(incidents.get(version.key()));
        Record<String, byte[]> told;
        IncidentFinding incident;
        try {
            switch (Incidents.apply(state, version)) {
                case Incidents.Outcome.Repeated repeated -> {
                    meters.repeated.record();
                    return;
                }
                case Incidents.Outcome.Changed(IncidentFinding changed) -> incident = changed;
            }
            told = telling(incident, record, position);
        } catch (RuntimeException bug) {
            LOG.debug("an alert cannot be gathered; position={}", position, bug);
            reject(record, position, "cannot be gathered: " + bug.getClass().getName());
            return;
        }
        incidents.put(version.key(), incident);
        context.forward(told, AlertingNames.WRITE_INCIDENTS);
        meters.gathered.record();
        // Otherwise the incident would wait for the commit interval before a read_committed reader sees it.
        context.commit();
    }

    private Record<String, byte[]> telling(IncidentFinding incident, Record<String, byte[]> alert, String position) {
        String key = AccountPartitioner.accountOf(alert.key()) + AccountPartitioner.SEPARATOR
                + incident.unmapped().iamwatch().uid();
        return new Record<>(key, serializer.serialize(Topics.INCIDENTS.name(), incident), alert.timestamp(),
                IncidentHeaders.of(incident, key, position, alert.headers()));
    }

    private void reject(Record<String, byte[]> record, String position, String reason) {
        meters.rejected.record();
        LOG.warn("rejected an alert; position={} reason={}", position, reason);
        // Written again it gets a key and headers on top, and must not outgrow its topic.
        boolean fits = record.value() == null
                || record.value().length < Topic.MAX_MESSAGE_BYTES - ROOM_FOR_KEY_AND_HEADERS;
        Headers headers = RecordHeaders.copy(record.headers());
        RecordHeaders.add(headers, RecordHeaders.REASON,
                fits ? reason : reason + "; too large to be repeated here, it stands at " + position);
        context.forward(new Record<>(position, fits ? record.value() : new byte[0], record.timestamp(), headers),
                AlertingNames.WRITE_REJECTED);
    }

    private String position() {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        return place.topic() + "/" + place.partition() + "/" + place.offset();
    }
}
