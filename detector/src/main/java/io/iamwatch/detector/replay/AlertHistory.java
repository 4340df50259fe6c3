package io.iamwatch.detector.replay;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.detector.event.Origin;
import io.iamwatch.detector.rules.Rules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Every alert that one set of rules tells within a range, and where it is asked for its versions. It belongs to one
 * thread.
 */
final class AlertHistory {

    private final Function<DetectionFinding, byte[]> json;
    private final Map<String, ReplayedAlert> alerts = new HashMap<>();
    private final List<Version> versions = new ArrayList<>();

    /**
     * Begins one.
     *
     * @param json how a version is written where the live detector tells it; null where nobody asks for versions, which
     *     take longer to write than to judge
     */
    AlertHistory(Function<DetectionFinding, byte[]> json) {
        this.json = json;
    }

    /** Takes a version that rules have told. */
    void told(DetectionFinding version, Rules rules, Origin trigger) {
        if (json != null) {
            versions.add(Version.of(version, trigger.position(), json.apply(version)));
        }
        alerts.merge(version.findingInfo().uid(),
                ReplayedAlert.of(version, rules, trigger.arrival(), trigger.partition(), trigger.offset()),
                (first, next) -> ReplayedAlert.of(version, rules, first.raised(), first.partition(), first.offset()));
    }

    Collection<ReplayedAlert> alerts() {
        return alerts.values();
    }

    List<Version> versions() {
        return versions;
    }
}
