package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Inputs;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** The versions of alerts that really ran: those that followed from a record of the range. */
final class LiveAlerts {

    private final TopicRange range;
    private final Set<String> accounts;
    private final boolean isAllRead;
    private final Deserializer<DetectionFinding> deserializer = JsonSerde.alerts().deserializer();
    private final List<Version> versions = new ArrayList<>();
    private final Map<Version, String> unread = new HashMap<>();

    private LiveAlerts(TopicRange range, Set<String> accounts, boolean isAllRead) {
        this.isAllRead = isAllRead;
        this.range = range;
        this.accounts = accounts;
    }

    /**
     * Reads {@code iamwatch.alerts}.
     *
     * @param isAllRead whether the replay knows nothing but what it reads; false where a checkpoint knows what was
     *     before
     */
    static LiveAlerts read(KafkaReader kafka, TopicRange range, Set<String> accounts, boolean isAllRead) {
        LiveAlerts alerts = new LiveAlerts(range, accounts, isAllRead);
        kafka.each(Topics.ALERTS.name(), alerts::add);
        return alerts;
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        Optional<String> trigger = RecordHeaders.text(record.headers(), RecordHeaders.TRIGGER);
        if (trigger.filter(range::counts).isEmpty()) {
            return;
        }
        try {
            DetectionFinding alert = deserializer.deserialize(record.topic(), record.value());
            if (accounts.isEmpty() || accounts.contains(alert.cloud().account().uid())) {
                Version version = Version.of(alert, trigger.get(), record.value());
                versions.add(version);
                if (isAllRead) {
                    unread(record).ifPresent(position -> unread.put(version, position));
                }
            }
        } catch (SerializationException noAlert) {
            throw new ReplayFailure(record.topic() + ", partition " + record.partition() + ", offset "
                    + record.offset() + ": is no alert that this version can read", noAlert);
        }
    }

    /** The first record that a version rests on and that is not read. */
    private Optional<String> unread(ConsumerRecord<String, byte[]> record) {
        return RecordHeaders.text(record.headers(), RecordHeaders.INPUTS).stream()
                .flatMap(inputs -> Inputs.positions(inputs).stream())
                .filter(position -> !range.reads(position)).findFirst();
    }

    List<Version> versions() {
        return versions;
    }

    /**
     * Returns the position of a record that a version rests on and that the replay does not read, where one is known.
     */
    Optional<String> unread(Version version) {
        return Optional.ofNullable(unread.get(version));
    }
}
