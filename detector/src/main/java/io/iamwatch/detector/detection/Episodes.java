package io.iamwatch.detector.detection;

import io.iamwatch.detector.iam.Fact;
import java.util.ArrayList;
import java.util.List;

/** Series of events without a long pause between two of them. */
final class Episodes {

    /** A longer pause ends a series. */
    static final long PAUSE_SECONDS = 3 * 3600;

    private Episodes() {
    }

    /** Returns the series, oldest first; facts are in the order of their identities. */
    static List<List<Fact>> of(List<Fact> facts) {
        List<List<Fact>> episodes = new ArrayList<>();
        for (Fact fact : facts) {
            if (episodes.isEmpty()
                    || fact.second() - episodes.getLast().getLast().second() > PAUSE_SECONDS) {
                episodes.add(new ArrayList<>());
            }
            episodes.getLast().add(fact);
        }
        return episodes;
    }
}
