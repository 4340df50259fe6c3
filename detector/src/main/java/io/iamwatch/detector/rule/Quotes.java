package io.iamwatch.detector.rule;

import static java.util.stream.Collectors.toSet;

import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.detector.event.EventId;
import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps the raw records of as many facts as an alert may quote, those behind alerts first, then the newest. The
 * others are known by position and hash: one name cannot make its state as large as it likes.
 */
final class Quotes {

    private Quotes() {
    }

    static History bound(History history) {
        List<Fact> facts = history.facts();
        if (facts.size() <= AlertBounds.MAX_EVIDENCES) {
            return history;
        }
        Set<EventId> links = history.standing().stream().flatMap(alert -> alert.finding().links().stream())
                .collect(toSet());
        long linked = facts.stream().filter(fact -> links.contains(fact.event().id())).count();
        long forLinks = Math.min(linked, AlertBounds.MAX_EVIDENCES);
        long forOthers = AlertBounds.MAX_EVIDENCES - forLinks;
        List<Fact> bounded = new ArrayList<>(facts);
        for (int i = facts.size() - 1; i >= 0; i--) {
            boolean isLink = links.contains(facts.get(i).event().id());
            if (isLink ? forLinks-- <= 0 : forOthers-- <= 0) {
                bounded.set(i, facts.get(i).withoutRecord());
            }
        }
        return new History(bounded, history.standing());
    }
}
