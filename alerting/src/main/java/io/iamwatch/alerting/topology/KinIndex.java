package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Whose incidents tell of somebody: by it they learn when the incident about that one changes. An entry that is not
 * true any more costs a look and changes nothing, so none is taken back.
 */
final class KinIndex {

    /** So many are told at once; more look when they change themselves. */
    static final int MOST = 100;

    /** No key of a principal has it. */
    private static final char AND = 0;
    private static final byte[] THERE = {1};

    private final KeyValueStore<String, byte[]> store;

    KinIndex(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    void note(String key, IncidentFinding incident) {
        for (String other : Incidents.kinOf(incident)) {
            String place = other + AND + key;
            if (store.get(place) == null) {
                store.put(place, THERE);
            }
        }
    }

    /** Returns the keys of the principals whose incidents tell of this one, in their order. */
    List<String> tellingOf(String key) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.range(key + AND, key + (char) (AND + 1))) {
            while (all.hasNext() && keys.size() < MOST) {
                String other = all.next().key.substring(key.length() + 1);
                if (!other.equals(key)) {
                    keys.add(other);
                }
            }
        }
        return keys;
    }
}
