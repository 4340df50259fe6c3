package io.iamwatch.alerting.topology;

import io.iamwatch.contracts.finding.IncidentFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The incidents that a principal had before its newest one, the last ones: what is over can be commented, and its
 * verdict corrected. They stand behind the newest one in the same store.
 */
final class EarlierIncidents {

    /** So many are kept of one principal. */
    static final int KEPT = 10;

    /** No key of a principal has it. */
    private static final char BEHIND = 0;

    private final KeyValueStore<String, IncidentFinding> store;

    EarlierIncidents(KeyValueStore<String, IncidentFinding> store) {
        this.store = store;
    }

    Optional<IncidentFinding> find(String principal, String uid) {
        return Optional.ofNullable(store.get(place(principal, uid)));
    }

    /** Keeps another state of one that is kept. */
    void put(String principal, IncidentFinding incident) {
        store.put(place(principal, incident.unmapped().iamwatch().uid()), incident);
    }

    /** Takes one that another one has replaced; the oldest go. */
    void add(String principal, IncidentFinding replaced) {
        put(principal, replaced);
        List<IncidentFinding> kept = new ArrayList<>();
        try (KeyValueIterator<String, IncidentFinding> all = store.range(principal + BEHIND,
                principal + (char) (BEHIND + 1))) {
            while (all.hasNext()) {
                KeyValue<String, IncidentFinding> one = all.next();
                kept.add(one.value);
            }
        }
        kept.stream().sorted(Comparator.comparingLong(IncidentFinding::time).reversed()).skip(KEPT)
                .forEach(old -> store.delete(place(principal, old.unmapped().iamwatch().uid())));
    }

    private static String place(String principal, String uid) {
        return principal + BEHIND + uid;
    }
}
