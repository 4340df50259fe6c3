package io.iamwatch.alerting.topology;

import io.iamwatch.alerting.outbox.Digest;
import io.iamwatch.alerting.outbox.Outbox;
import io.iamwatch.alerting.outbox.OutboxEntry;
import io.iamwatch.alerting.outbox.Timing;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.notification.Notification;
import io.iamwatch.contracts.topic.AccountPartitioner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** What was told of each incident, and an index of what is due, which is made anew at each start. */
final class Telling {

    /** No principal is called so. */
    private static final String DIGEST = AccountPartitioner.SEPARATOR + "|digest";

    private final KeyValueStore<String, OutboxEntry> store;
    private final Consumer<Notification> tell;
    private final Outbox outbox;
    private final Timing timing;
    private final TreeMap<Long, TreeSet<String>> due = new TreeMap<>();

    /**
     * Opens it.
     *
     * @param tell is given what is to be told now
     */
    Telling(KeyValueStore<String, OutboxEntry> store, Timing timing, Consumer<Notification> tell) {
        this.store = store;
        this.outbox = new Outbox(timing);
        this.timing = timing;
        this.tell = tell;
        try (KeyValueIterator<String, OutboxEntry> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, OutboxEntry> entry = entries.next();
                index(entry.key, entry.value);
            }
        }
    }

    /** Tells what is to be told of an incident that has changed, or is due. */
    void look(String key, IncidentFinding incident, long now) {
        OutboxEntry known = store.get(key);
        Outbox.Step step = outbox.step(Optional.ofNullable(known).map(OutboxEntry::ledger), incident, now);
        replace(key, known, new OutboxEntry(step.ledger(), null));
        step.notification().ifPresent(tell);
        if (step.joinsDigest()) {
            join(AccountPartitioner.accountOf(key), incident, now);
        }
    }

    private void join(String account, IncidentFinding incident, long now) {
        OutboxEntry known = store.get(account + DIGEST);
        Digest digest = known == null ? Digest.first(account) : known.digest();
        replace(account + DIGEST, known, new OutboxEntry(null, digest.with(incident, now, timing)));
    }

    /** Returns the keys of principals whose incidents are due; digests that are due are told. */
    List<String> due(long now) {
        List<String> principals = new ArrayList<>();
        for (Map.Entry<Long, TreeSet<String>> keys : due.headMap(now, true).entrySet()) {
            principals.addAll(keys.getValue());
        }
        due.headMap(now, true).clear();
        principals.removeIf(key -> {
            boolean isDigest = key.endsWith(DIGEST);
            if (isDigest) {
                OutboxEntry known = store.get(key);
                tell.accept(known.digest().notification(now));
                replace(key, known, new OutboxEntry(null, known.digest().next()));
            }
            return isDigest;
        });
        return principals;
    }

    private void replace(String key, OutboxEntry before, OutboxEntry entry) {
        if (before != null && before.next() != null) {
            due.getOrDefault(before.next(), new TreeSet<>()).remove(key);
        }
        store.put(key, entry);
        index(key, entry);
    }

    private void index(String key, OutboxEntry entry) {
        if (entry.next() != null) {
            due.computeIfAbsent(entry.next(), ignored -> new TreeSet<>()).add(key);
        }
    }
}
