package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Call;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.rules.AskedRules;
import java.util.List;

/** Makes findings weaker that somebody answers for; they are told all the same. */
final class Allowed {

    private Allowed() {
    }

    static Finding downgrade(Finding finding, List<Fact> links, AskedRules rules) {
        List<Call> actors = links.stream().filter(Fact::isEvent).map(fact -> fact.event().call()).toList();
        return rules.allows(finding.rule(), finding.target().account(), finding.target().name(), finding.grade(),
                finding.ta(), actors)
                .map(entry -> finding.allowed(rules.after(entry, finding.grade(), finding.severity()),
                        entry.inAlerts()))
                .orElse(finding);
    }
}
