package io.iamwatch.detector.detection;

import static java.util.stream.Collectors.toMap;

import io.iamwatch.detector.event.EntityKind;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What changed between the alerts that stood and what the rules find now.
 *
 * @param standing what stands now, in the order of uids
 * @param changes what to tell
 */
record Comparison(List<Standing> standing, List<AlertChange> changes) {

    /**
     * Compares what is never forgotten in parts.
     *
     * @param key the target's name now, for alerts that are new
     * @param arrival of the record that made the difference, milliseconds
     */
    static Comparison of(List<Standing> before, List<Finding> findings, Subject key, long arrival) {
        return of(before, findings, key, arrival, Past.NONE, Finding::isStillAdmin);
    }

    /**
     * Compares.
     *
     * @param key the target's name now, for alerts that are new
     * @param arrival of the record that made the difference, milliseconds
     * @param past what was decided before: it stands as it was told, and nothing is added to it
     * @param still whether the target of an alert that was decided by what may be forgotten since is an administrator
     *     now
     */
    static Comparison of(List<Standing> before, List<Finding> findings, Subject key, long arrival, Past past,
            Predicate<Finding> still) {
        Map<String, Standing> unmatched = before.stream()
                .collect(toMap(alert -> alert.finding().uid(), alert -> alert, (a, b) -> a, TreeMap::new));
        List<Standing> standing = new ArrayList<>();
        List<AlertChange> changes = new ArrayList<>();
        for (Finding finding : findings) {
            Standing known = unmatched.remove(finding.uid());
            if (known == null && past.isRemnant(finding)) {
                continue;
            }
            Finding told = known == null ? finding : told(known.finding(), finding, past);
            Standing now = known == null
                    ? new Standing(told, arrival, key(key, finding.target()))
                    : new Standing(told, known.created(), known.key());
            standing.add(now);
            if (known == null) {
                changes.add(new AlertChange.Raised(now));
            } else if (!known.finding().equals(told)) {
                changes.add(new AlertChange.Updated(now));
            }
        }
        for (Standing gone : unmatched.values()) {
            if (past.isDecided(gone.finding())) {
                Finding told = gone.finding().withStillAdmin(still.test(gone.finding()));
                Standing now = new Standing(told, gone.created(), gone.key());
                standing.add(now);
                if (!told.equals(gone.finding())) {
                    changes.add(new AlertChange.Updated(now));
                }
            } else {
                changes.add(close(gone, findings));
            }
        }
        standing.sort(Comparator.comparing(alert -> alert.finding().uid()));
        return new Comparison(standing, changes);
    }

    /** Whoever touched the audit trail is whom the alert is about: it joins what else is told of that principal. */
    private static Subject key(Subject keeper, Finding.Target target) {
        return new Subject(keeper.kind() == EntityKind.TRAIL ? target.kind() : keeper.kind(), target.name());
    }

    /** What was decided by facts that may be forgotten since stands as it was told; only the present may differ. */
    private static Finding told(Finding before, Finding now, Past past) {
        return past.isDecided(before) ? before.withStillAdmin(now.flags().stillAdmin()) : now;
    }

    /** A finding that shares an event with the one that is gone tells its story now. */
    private static AlertChange close(Standing gone, List<Finding> findings) {
        Set<EventId> links = new HashSet<>(gone.finding().links());
        Optional<Finding> successor = findings.stream()
                .filter(finding -> finding.links().stream().anyMatch(links::contains)).findFirst();
        return successor.<AlertChange>map(finding -> new AlertChange.Superseded(gone, finding.uid()))
                .orElseGet(() -> new AlertChange.Retracted(gone));
    }
}
