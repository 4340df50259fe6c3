package io.iamwatch.detector.rule;

import static java.util.stream.Collectors.toMap;

import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.event.IamEvent;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The pure core: what is known of a name, and an event, give what is known afterwards and what changed about
 * alerts. What stands is a function of the set of facts alone, so no order of arrival, no repetition and no restart
 * can change it.
 */
public final class Detection {

    private static final Comparator<Fact> BY_ID = Comparator.comparing(fact -> fact.event().id());

    private Detection() {
    }

    /**
     * What an event came to.
     *
     * @param seen all facts that were judged together, some of which need not be remembered
     * @param history what is to be remembered
     * @param changes what to tell, in order
     * @param repeated whether the event had been seen before, so that nothing changed
     */
    public record Outcome(List<Fact> seen, History history, List<AlertChange> changes, boolean repeated) {
    }

    /**
     * Judges one event.
     *
     * @param history what is known of the name that the event is about
     * @param clock the account's clock after the event
     */
    public static Outcome judge(History history, IamEvent event, AccountClock clock, DetectionRules rules) {
        Fact fact = new Fact(event,
                clock.isLate(event.second(), rules.latenessHorizon()),
                AccountClock.isFuture(event.second(), event.origin().arrival()));
        int place = Collections.binarySearch(history.facts(), fact, BY_ID);
        if (place >= 0) {
            return new Outcome(history.facts(), history, List.of(), true);
        }
        List<Fact> facts = new ArrayList<>(history.facts());
        facts.add(-place - 1, fact);
        List<Finding> findings = NewAdminRule.evaluate(event.id().account(), facts, rules);
        List<Standing> standing = new ArrayList<>();
        List<AlertChange> changes = new ArrayList<>();
        compare(history.standing(), findings, event.origin().arrival(), standing, changes);
        return new Outcome(facts,
                Quotes.bound(Folding.fold(new History(facts, standing), rules.foldBefore(clock), rules.memory())),
                changes, false);
    }

    private static void compare(List<Standing> before, List<Finding> findings, long arrival,
            List<Standing> standing, List<AlertChange> changes) {
        Map<String, Standing> unmatched = before.stream()
                .collect(toMap(alert -> alert.finding().uid(), alert -> alert, (a, b) -> a, TreeMap::new));
        for (Finding finding : findings) {
            Standing known = unmatched.remove(finding.uid());
            Standing now = new Standing(finding, known == null ? arrival : known.created());
            standing.add(now);
            if (known == null) {
                changes.add(new AlertChange.Raised(now));
            } else if (!known.finding().equals(finding)) {
                changes.add(new AlertChange.Updated(now));
            }
        }
        unmatched.values().forEach(gone -> changes.add(close(gone, findings)));
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
