package io.iamwatch.detector.iam;

import io.iamwatch.detector.event.Change.Slots;
import io.iamwatch.detector.event.Change.Snapshot;
import java.util.Map;
import java.util.TreeMap;

/** What a snapshot says of slots. */
final class Snapshots {

    /** A snapshot takes minutes: an event from so long before its start, or later, says more than it does. */
    static final long BEATEN_FOR_SECONDS = 300;

    private Snapshots() {
    }

    /** Returns what the snapshot found in slots of the thing itself: its policies, boundary, trust, default version. */
    static Map<String, String> found(Snapshot snapshot) {
        Map<String, String> found = new TreeMap<>();
        snapshot.attached().forEach(arn -> found.put(Slots.attached(arn), arn));
        snapshot.inline().forEach((name, document) -> found.put(Slots.inline(name), document));
        snapshot.groups().forEach(group -> found.put(Slots.member(group), group));
        if (snapshot.boundaryArn() != null) {
            found.put(Slots.BOUNDARY, snapshot.boundaryArn());
        }
        if (snapshot.trust() != null) {
            found.put(Slots.TRUST, snapshot.trust());
        }
        if (snapshot.defaultVersion() != null) {
            found.put(Slots.DEFAULT_VERSION, snapshot.defaultVersion());
        }
        return found;
    }
}
