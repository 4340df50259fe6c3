package io.iamwatch.deploy.replay;

import io.iamwatch.contracts.topic.AccountPartitioner;
import io.iamwatch.contracts.topic.RecordHeaders;
import io.iamwatch.contracts.topic.Topics;
import io.iamwatch.detector.replay.Labels.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where alerts are that really ran, by what {@code iamwatch.alerts} says of them beside their text. */
final class ToldAlerts {

    private final TopicRange range;
    private final Set<String> accounts;
    private final Set<String> asked;
    private final Map<String, Place> places = new HashMap<>();

    private ToldAlerts(TopicRange range, Set<String> accounts, Set<String> asked) {
        this.range = range;
        this.accounts = accounts;
        this.asked = asked;
    }

    /**
     * Looks for alerts in the whole topic.
     *
     * @param accounts that are replayed; empty for all
     * @param asked their uids
     * @return where each is that was told
     */
    static Map<String, Place> places(KafkaReader kafka, TopicRange range, Set<String> accounts, Set<String> asked) {
        ToldAlerts told = new ToldAlerts(range, accounts, asked);
        if (!asked.isEmpty()) {
            kafka.each(Topics.ALERTS.name(), told::add);
        }
        return told.places;
    }

    /** The id of a version is its alert's uid and, behind a stroke, the record that it followed from. */
    private void add(ConsumerRecord<String, byte[]> version) {
        String uid = RecordHeaders.text(version.headers(), RecordHeaders.CE_ID).orElse("").split("/", 2)[0];
        if (asked.contains(uid)) {
            places.merge(uid, place(version), (one, other) -> one == Place.IN_RANGE ? one : other);
        }
    }

    private Place place(ConsumerRecord<String, byte[]> version) {
        String account = version.key() == null ? "" : AccountPartitioner.accountOf(version.key());
        if (!accounts.isEmpty() && !accounts.contains(account)) {
            return Place.OTHER_ACCOUNT;
        }
        Optional<String> trigger = RecordHeaders.text(version.headers(), RecordHeaders.TRIGGER);
        if (trigger.isEmpty() || !range.topics().contains(trigger.get().split("/", 2)[0])) {
            // What ran followed from another topic than the one that is replayed: positions say nothing here.
            return Place.UNKNOWN;
        }
        return range.counts(trigger.get()) ? Place.IN_RANGE : Place.OUT_OF_RANGE;
    }
}
