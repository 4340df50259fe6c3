package io.iamwatch.deploy.canary;

import io.iamwatch.contracts.canary.CanaryPair;
import io.iamwatch.contracts.topic.AccountPartitioner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When which partition gets its next pair: those that this instance has, one an interval, the first at once. The
 * partitions are shared out by a consumer group, so that however many instances there are, each partition has one
 * canary. Time is an argument; used by one thread.
 */
final class Rounds {

    private final Map<Integer, String> accounts = new HashMap<>();
    private final Duration interval;
    private final TreeMap<Integer, Instant> due = new TreeMap<>();
    private final Map<Integer, Long> last = new HashMap<>();

    /**
     * Begins with no partition.
     *
     * @param accounts of which one falls into each partition
     */
    Rounds(Collection<String> accounts, Duration interval) {
        accounts.forEach(account -> this.accounts.put(AccountPartitioner.partition(account, accounts.size()), account));
        this.interval = interval;
    }

    /** Partitions have come; those that this instance had a short time ago wait for their turn. */
    void came(Collection<Integer> partitions, Instant now) {
        for (int partition : partitions) {
            Instant next = last.containsKey(partition)
                    ? Instant.ofEpochMilli(last.get(partition)).plus(interval)
                    : now;
            due.put(partition, next.isAfter(now.plus(interval)) ? now : next);
        }
    }

    /** Others have them now. */
    void went(Collection<Integer> partitions) {
        due.keySet().removeAll(partitions);
    }

    /** This instance has none until some come again. */
    void leave() {
        due.clear();
    }

    /** Returns the pairs that are to be put now, each once. */
    List<CanaryPair> due(Instant now) {
        List<CanaryPair> pairs = new ArrayList<>();
        for (Map.Entry<Integer, Instant> partition : due.entrySet()) {
            if (!partition.getValue().isAfter(now)) {
                pairs.add(pair(partition.getKey(), now.toEpochMilli()));
                partition.setValue(now.plus(interval));
            }
        }
        return pairs;
    }

    /** The detector passes over what is older than what it knows, also where a clock was set back. */
    private CanaryPair pair(int partition, long now) {
        long sentAt = Math.max(now, last.getOrDefault(partition, Long.MIN_VALUE) + 1);
        last.put(partition, sentAt);
        return new CanaryPair(accounts.get(partition), sentAt);
    }

    /** Returns when the next pair is due; empty where there is no partition. */
    Optional<Instant> next() {
        return due.values().stream().min(Instant::compareTo);
    }
}
