package io.iamwatch.detector.detection;

import io.iamwatch.detector.iam.Fact;
import io.iamwatch.detector.rules.AskedRules;
import io.iamwatch.detector.rules.RuleId;
import java.util.ArrayList;
import java.util.List;

/** Series of events without a long pause between two of them. */
final class Episodes {

    /** A longer pause ends a series, unless what is looked for may take longer. */
    private static final long PAUSE_SECONDS = 3 * 3600;

    private Episodes() {
    }

    /** Returns the longest pause, in seconds, within a series of denied calls. */
    static long pauseOfDenied(AskedRules rules) {
        return Math.max(PAUSE_SECONDS, rules.window(RuleId.DENIED_IAM_ATTEMPTS));
    }

    /** Returns the series, oldest first; facts are in the order of their identities. */
    static List<List<Fact>> of(List<Fact> facts) {
        return of(facts, PAUSE_SECONDS);
    }

    /** Returns the series within which no pause is longer than some seconds. */
    static List<List<Fact>> of(List<Fact> facts, long pause) {
        List<List<Fact>> episodes = new ArrayList<>();
        for (Fact fact : facts) {
            if (episodes.isEmpty()
                    || fact.second() - episodes.getLast().getLast().second() > pause) {
                episodes.add(new ArrayList<>());
            }
            episodes.getLast().add(fact);
        }
        return episodes;
    }
}
