package io.iamwatch.deploy.scan;

import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.contracts.serde.JsonSerde;
import io.iamwatch.contracts.topic.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/** The last version of each alert that was not closed, as the bytes that would stand in its topic. */
public final class StandingAlerts {

    private final Serializer<DetectionFinding> serializer = JsonSerde.alerts().serializer();
    private final Map<String, Standing> byUid = new HashMap<>();

    /**
     * An alert that stands.
     *
     * @param uid what all its versions have in common
     * @param severity the last version's
     * @param startTime event time of its oldest evidence, milliseconds
     * @param json the last version
     */
    public record Standing(String uid, Severity severity, long startTime, byte[] json) {
    }

    void see(DetectionFinding version) {
        String uid = version.findingInfo().uid();
        if (version.stands()) {
            byUid.put(uid, new Standing(uid, version.severityId(), version.startTime(),
                    serializer.serialize(Topics.ALERTS.name(), version)));
        } else {
            byUid.remove(uid);
        }
    }

    /** Returns them in the order of the time of their oldest evidence. */
    public List<Standing> inOrder() {
        return byUid.values().stream()
                .sorted(Comparator.comparingLong(Standing::startTime).thenComparing(Standing::uid))
                .toList();
    }

    /** Returns how many there are of a severity. */
    public long count(Severity severity) {
        return byUid.values().stream().filter(alert -> alert.severity() == severity).count();
    }

    /** Returns whether there is one of a severity or of a higher one. */
    public boolean reach(Severity severity) {
        return byUid.values().stream().anyMatch(alert -> alert.severity().compareTo(severity) >= 0);
    }
}
