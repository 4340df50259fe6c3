package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.Score.Label;
import io.iamwatch.detector.suggest.ClosedAlert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Incidents that were closed, with the newest version of each of their alerts: what stands on
 * {@code iamwatch.incidents}, {@code iamwatch.verdicts} and {@code iamwatch.alerts}. What cannot be read there is
 * passed over.
 */
public final class ClosedIncidents {

    private static final String UNKNOWN = "unknown";

    private final Deserializer<IncidentFinding> incidentReader = JsonSerde.incidents().deserializer();
    private final Deserializer<IncidentCommand> commandReader = JsonSerde.commands().deserializer();
    private final Deserializer<DetectionFinding> alertReader = JsonSerde.alerts().deserializer();
    private final Map<String, IncidentFinding.Details> byKey = new TreeMap<>();
    private final Map<String, IncidentCommand> closings = new HashMap<>();
    private final Map<String, DetectionFinding> alerts = new HashMap<>();

    private ClosedIncidents() {
    }

    /**
     * Reads the topics, in no group.
     *
     * @param client settings of a client
     * @throws ReplayFailure if they cannot be read
     */
    public static ClosedIncidents read(Map<String, Object> client) {
        ClosedIncidents closed = new ClosedIncidents();
        try (KafkaReader kafka = new KafkaReader(client)) {
            kafka.each(Topics.INCIDENTS.name(), closed::incident);
            kafka.each(Topics.VERDICTS.name(), record -> each(record, closed.commandReader, closed::command));
            kafka.each(Topics.ALERTS.name(), record -> each(record, closed.alertReader,
                    (key, alert) -> closed.alerts.put(alert.findingInfo().uid(), alert)));
        }
        return closed;
    }

    private void incident(ConsumerRecord<String, byte[]> record) {
        byKey.remove(record.key());
        each(record, incidentReader, (key, incident) -> {
            if (incident.unmapped().iamwatch().workflow().verdict() != null) {
                byKey.put(key, incident.unmapped().iamwatch());
            }
        });
    }

    private void command(String key, IncidentCommand command) {
        if (command.action() instanceof IncidentCommand.Action.Close) {
            closings.put(command.incidentUid(), command);
        }
    }

    private static <T> void each(ConsumerRecord<String, byte[]> record, Deserializer<T> deserializer,
            BiConsumer<String, T> seen) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        T read;
        try {
            read = deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException foreign) {
            return;
        }
        seen.accept(record.key(), read);
    }

    /** Returns how many incidents were closed with a verdict. */
    public long count(Verdict verdict) {
        return byKey.values().stream().filter(incident -> incident.workflow().verdict() == verdict).count();
    }

    /** Returns the standing alerts of incidents that were closed with such a verdict, in the order of their keys. */
    public List<ClosedAlert> foundToBe(Predicate<Verdict> verdict) {
        List<ClosedAlert> found = new ArrayList<>();
        for (IncidentFinding.Details incident : byKey.values()) {
            Verdict given = incident.workflow().verdict();
            if (verdict.test(given)) {
                incident.alerts().stream().map(state -> alerts.get(state.uid()))
                        .filter(alert -> alert != null && alert.stands()).forEach(alert -> found.add(
                                new ClosedAlert(incident.uid(), given.word(), closedBy(incident), alert)));
            }
        }
        return found;
    }

    /** Returns the same of what was found to be an attack, as replays count it. */
    public List<ClosedAlert> attacks() {
        return foundToBe(verdict -> VerdictLabels.label(verdict).equals(Optional.of(Label.TRUE_POSITIVE)));
    }

    private String closedBy(IncidentFinding.Details incident) {
        return Optional.ofNullable(closings.get(incident.uid())).map(IncidentCommand::author).orElse(UNKNOWN);
    }
}
