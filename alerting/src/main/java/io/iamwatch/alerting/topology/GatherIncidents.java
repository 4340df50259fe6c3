package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.AssigneeGroups;
import io.iamwatch.alerting.incident.Commands;
import io.iamwatch.alerting.incident.Home;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.investigation.Kin;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.alerting.topology.AlertReader.Reading;
import io.iamwatch.contracts.command.IncidentCommand;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topic;
import io.iamwatch.contracts.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the incident of a principal, applies an alert or a command to it, stores it, and tells of it what must be
 * told: all in one transaction.
 */
final class GatherIncidents implements Processor<String, byte[], String, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(GatherIncidents.class);
    private static final int ROOM_FOR_KEY_AND_HEADERS = 64 * 1024;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final AlertReader reader = new AlertReader();
    private final CommandReader commandReader = new CommandReader();
    private final Serializer<IncidentFinding> serializer = JsonSerde.incidents().serializer();
    private final Serializer<Notification> notificationSerializer = JsonSerde.notifications().serializer();
    private final Timing timing;
    private final AssigneeGroups groups;
    private final ThreadLocal<CommitPace> paceOfThread;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, IncidentFinding> incidents;
    private EarlierIncidents earlier;
    private KinIndex kinIndex;
    private Telling telling;
    private AlertingMeters meters;
    private CommitPace pace;

    GatherIncidents(Timing timing, AssigneeGroups groups, ThreadLocal<CommitPace> paceOfThread) {
        this.timing = timing;
        this.groups = groups;
        this.paceOfThread = paceOfThread;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> processorContext) {
        context = processorContext;
        incidents = processorContext.getStateStore(AlertingNames.INCIDENTS_STORE);
        earlier = new EarlierIncidents(incidents);
        kinIndex = new KinIndex(processorContext.getStateStore(AlertingNames.KIN_STORE));
        telling = new Telling(processorContext.getStateStore(AlertingNames.OUTBOX_STORE), timing, this::tell);
        meters = new AlertingMeters(processorContext);
        // Wall clock: how long people wait to be told is no matter of event time.
        pace = paceOfThread.get();
        var unusedPace = context.schedule(CommitPace.BETWEEN, PunctuationType.WALL_CLOCK_TIME, pace::look);
        var unused = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::due);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        meters.read.record();
        String position = position();
        if (context.recordMetadata().orElseThrow().topic().equals(Topics.VERDICTS.name())) {
            switch (commandReader.read(record.key(), record.value())) {
                case CommandReader.Reading.Command(IncidentCommand command) -> obey(command, record, position);
                case CommandReader.Reading.Unusable(String reason) -> reject(record, position, reason);
            }
            return;
        }
        switch (reader.read(record.key(), record.value(), record.headers(), position)) {
            case Reading.Alert(AlertVersion version) -> gather(version, record, position);
            case Reading.Unusable(String reason) -> reject(record, position, reason);
        }
    }

    private void gather(AlertVersion told, Record<String, byte[]> record, String position) {
        // A store that cannot be read is no fault of this alert: outside of the try, so that the thread is replaced.
        AlertVersion version = atHome(told);
        Optional<IncidentFinding> state = Optional.ofNullable(incidents.get(version.key()));
        IncidentFinding incident;
        Record<String, byte[]> written;
        try {
            switch (Incidents.apply(state, version, kin(version.key()), groups)) {
                case Incidents.Outcome.Repeated repeated -> {
                    meters.repeated.record();
                    return;
                }
                case Incidents.Outcome.Changed(IncidentFinding changed) -> incident = changed;
            }
            written = telling(incident, record, position);
        } catch (Unreadable store) {
            throw store;
        } catch (RuntimeException bug) {
            LOG.debug("an alert cannot be gathered; position={}", position, bug);
            reject(record, position, "cannot be gathered: " + bug.getClass().getName());
            return;
        }
        state.filter(before -> !uid(before).equals(uid(incident)))
                .ifPresent(before -> earlier.add(version.key(), before));
        changed(version.key(), incident, written);
        tellKin(version.key(), state, incident, record, position);
        meters.gathered(version.alert(), incident);
        meters.told(record.timestamp(), RecordHeaders.writtenAt(record.headers()), context.currentSystemTimeMs());
    }

    /** A store that cannot be read is no fault of the record: the thread is replaced. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(RuntimeException cause) {
            super(cause);
        }
    }

    private Kin kin(String key) {
        Map<String, Optional<IncidentFinding>> looked = new HashMap<>();
        return new Kin(AccountPartitioner.accountOf(key), other -> looked.computeIfAbsent(other, this::lookUp));
    }

    private Optional<IncidentFinding> lookUp(String key) {
        try {
            return Optional.ofNullable(incidents.get(key));
        } catch (RuntimeException unreadable) {
            throw new Unreadable(unreadable);
        }
    }

    /** Incidents that tell of this one's principal learn how far it is contained, and what it did to the trail. */
    private void tellKin(String key, Optional<IncidentFinding> before, IncidentFinding incident,
            Record<String, byte[]> cause, String position) {
        kinIndex.note(key, incident);
        Object told = Incidents.toldToKin(incident);
        if (before.map(Incidents::toldToKin).filter(told::equals).isPresent()) {
            return;
        }
        for (String other : kinIndex.tellingOf(key)) {
            tellOther(other, cause, position);
        }
    }

    private void tellOther(String key, Record<String, byte[]> cause, String position) {
        Optional<IncidentFinding> again;
        Optional<Record<String, byte[]>> written;
        try {
            again = lookUp(key).flatMap(known -> Incidents.again(known, kin(key), groups));
            written = again.map(incident -> telling(incident, cause, position));
        } catch (Unreadable store) {
            throw store;
        } catch (RuntimeException bug) {
            // What caused it is told; the other incident learns of it when it changes itself.
            LOG.warn("an incident cannot be told of another; position={}", position, bug);
            return;
        }
        again.ifPresent(incident -> changed(key, incident, written.orElseThrow()));
    }

    /** An incident that an older release opened under the caller's own key goes on there. */
    private AlertVersion atHome(AlertVersion version) {
        String home = Home.keyOf(version);
        IncidentFinding before = home.equals(version.key()) ? null : incidents.get(version.key());
        return before != null && Incidents.lists(before, version.uid()) ? version : version.under(home);
    }

    private static String uid(IncidentFinding incident) {
        return incident.unmapped().iamwatch().uid();
    }

    private void obey(IncidentCommand command, Record<String, byte[]> record, String position) {
        IncidentFinding incident = incidents.get(record.key());
        if (incident == null) {
            reject(record, position, "a command for a principal without an incident");
            return;
        }
        switch (Commands.apply(incident, command)) {
            case Commands.Outcome.Repeated repeated -> meters.repeated.record();
            case Commands.Outcome.Elsewhere elsewhere -> obeyEarlier(incident, command, record, position);
            case Commands.Outcome.Logged(IncidentFinding changed, boolean applied) -> {
                changed(record.key(), changed, telling(changed, record, position));
                tellKin(record.key(), Optional.of(incident), changed, record, position);
                (applied ? meters.obeyed : meters.refused).record();
                if (applied && command.action() instanceof IncidentCommand.Action.Close(Verdict verdict, String text)) {
                    meters.closed(verdict, changed);
                }
            }
        }
    }

    /** Nobody is told of what is done with an incident that another one has replaced: it was over before. */
    private void obeyEarlier(IncidentFinding newest, IncidentCommand command, Record<String, byte[]> record,
            String position) {
        Optional<IncidentFinding> meant = earlier.find(record.key(), command.incidentUid());
        if (meant.isEmpty()) {
            switch (Commands.refuse(newest, command, "it is for incident " + command.incidentUid() + " about the same"
                    + " principal, which is not kept any more: the last " + EarlierIncidents.KEPT
                    + " before the newest one are")) {
                case Commands.Outcome.Logged(IncidentFinding changed, boolean applied) -> {
                    changed(record.key(), changed, telling(changed, record, position));
                    meters.refused.record();
                }
                case Commands.Outcome.Repeated repeated -> meters.repeated.record();
                case Commands.Outcome.Elsewhere impossible -> throw new IllegalStateException("a refusal is noted");
            }
            return;
        }
        switch (Commands.apply(meant.get(), command)) {
            case Commands.Outcome.Logged(IncidentFinding changed, boolean applied) -> {
                earlier.put(record.key(), changed);
                context.forward(telling(changed, record, position), AlertingNames.WRITE_INCIDENTS);
                commit();
                (applied ? meters.obeyed : meters.refused).record();
            }
            case Commands.Outcome.Repeated repeated -> meters.repeated.record();
            case Commands.Outcome.Elsewhere impossible -> throw new IllegalStateException("it was found by its uid");
        }
    }

    private void commit() {
        pace.ask(context.currentSystemTimeMs(), context::commit);
    }

    private void changed(String key, IncidentFinding incident, Record<String, byte[]> told) {
        incidents.put(key, incident);
        context.forward(told, AlertingNames.WRITE_INCIDENTS);
        telling.look(key, incident, context.currentSystemTimeMs());
        commit();
    }

    /** Tells what has waited long enough, and ends snoozes that are over. */
    private void due(long now) {
        for (String key : telling.due(now)) {
            IncidentFinding incident = incidents.get(key);
            if (incident != null) {
                IncidentFinding.Snooze snooze = incident.unmapped().iamwatch().workflow().snooze();
                if (snooze != null && snooze.until() <= now) {
                    incident = Commands.wake(incident, now);
                    incidents.put(key, incident);
                    context.forward(telling(incident, new Record<>(key, null, now), "wake/" + now),
                            AlertingNames.WRITE_INCIDENTS);
                }
                telling.look(key, incident, now);
                commit();
            }
        }
    }

    private void tell(Notification notification) {
        String key = notification.account() + AccountPartitioner.SEPARATOR + (notification.incident() == null
                ? "digest"
                : notification.incident().unmapped().iamwatch().uid());
        context.forward(
                new Record<>(key, notificationSerializer.serialize(Topics.NOTIFICATIONS.name(), notification),
                        notification.time(), NotificationHeaders.of(notification)),
                AlertingNames.WRITE_NOTIFICATIONS);
        meters.notified.record();
        commit();
    }

    private Record<String, byte[]> telling(IncidentFinding incident, Record<String, byte[]> cause, String position) {
        String key = AccountPartitioner.accountOf(cause.key()) + AccountPartitioner.SEPARATOR
                + incident.unmapped().iamwatch().uid();
        return new Record<>(key, serializer.serialize(Topics.INCIDENTS.name(), incident), cause.timestamp(),
                IncidentHeaders.of(incident, key, position, cause.headers()));
    }

    private void reject(Record<String, byte[]> record, String position, String reason) {
        meters.rejected.record();
        LOG.warn("rejected a record; position={} reason={}", position, reason);
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
