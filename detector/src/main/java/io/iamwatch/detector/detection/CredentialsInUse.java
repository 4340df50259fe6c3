package io.iamwatch.detector.detection;

import io.iamwatch.detector.event.Change;
import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.iam.Life;
import java.util.List;
import java.util.TreeMap;

/** Which ways to sign in as a user are open in a second, as far as they were seen. */
final class CredentialsInUse {

    /** What a key's newest second said of it; of both in one second, it is open. */
    private record Known(long second, boolean open) {
    }

    private final TreeMap<String, Known> known = new TreeMap<>();

    private CredentialsInUse() {
    }

    static CredentialsInUse at(Life life, long second) {
        CredentialsInUse credentials = new CredentialsInUse();
        for (Fact fact : life.facts()) {
            if (fact.second() <= second) {
                switch (fact.change()) {
                    case Change.CredentialIssued issued -> credentials.add(issued.key(), fact, true);
                    case Change.CredentialClosed closed -> credentials.add(closed.key(), fact, false);
                    default -> {
                        // says nothing of credentials
                    }
                }
            }
        }
        return credentials;
    }

    private void add(String key, Fact fact, boolean open) {
        if (key != null && (open || !fact.future())) {
            known.merge(key, new Known(fact.second(), open), (before, now) -> now.second() > before.second()
                    ? now
                    : new Known(now.second(), before.open() || now.open()));
        }
    }

    /** Returns what tells a credential from the user's others as something that is there or not; null for null. */
    static String slot(String key) {
        return key == null ? null : "credential:" + key;
    }

    /** Returns those that are open, in words. */
    List<String> open() {
        return known.entrySet().stream().filter(entry -> entry.getValue().open())
                .map(entry -> entry.getKey().equals(Change.CredentialIssued.PASSWORD)
                        ? "the password"
                        : "key " + entry.getKey())
                .toList();
    }

    /** Returns whether one was closed in that second or later, and is so still. */
    boolean isSomeClosedSince(long second) {
        return known.values().stream().anyMatch(one -> !one.open() && one.second() >= second);
    }
}
