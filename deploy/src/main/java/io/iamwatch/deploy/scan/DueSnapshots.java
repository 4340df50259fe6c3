package io.iamwatch.deploy.scan;

import io.iamwatch.detector.baseline.Baseline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Snapshots that are to be judged when the records of their accounts reach the time at which they were taken:
 * before that they say nothing. Each is given out once.
 */
public final class DueSnapshots {

    private final Map<String, Deque<Baseline>> byAccount = new HashMap<>();

    /** Takes the snapshots, in any order. */
    public DueSnapshots(Collection<Baseline> snapshots) {
        snapshots.stream().sorted(Comparator.comparingLong(Baseline::startSecond)).forEach(
                snapshot -> byAccount.computeIfAbsent(snapshot.account(), none -> new ArrayDeque<>()).add(snapshot));
    }

    /** Returns those of an account that were begun in this second or before, oldest first. */
    public List<Baseline> until(String account, long second) {
        Deque<Baseline> waiting = byAccount.getOrDefault(account, new ArrayDeque<>());
        List<Baseline> due = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().startSecond() <= second) {
            due.add(waiting.remove());
        }
        return due;
    }

    /** Returns those that no record has reached. */
    public List<Baseline> rest() {
        List<Baseline> rest = byAccount.values().stream().flatMap(Collection::stream)
                .sorted(Comparator.comparingLong(Baseline::startSecond).thenComparing(Baseline::account)).toList();
        byAccount.clear();
        return rest;
    }
}
