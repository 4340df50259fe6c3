package io.iamwatch.detector.detection;

import io.iamwatch.detector.iam.Fact;
import java.util.List;

/**
 * How much is remembered of one who called lately.
 *
 * @param calls how many calls are remembered
 * @param oldest the second of the oldest one
 * @param newest the second of the newest one
 */
public record Recency(int calls, long oldest, long newest) {

    /** Tells it of the calls that are remembered, at least one, in the order of their identities. */
    public static Recency of(Node node) {
        List<Fact> calls = node.facts();
        return new Recency(calls.size(), calls.getFirst().second(), calls.getLast().second());
    }
}
