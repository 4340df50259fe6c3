package io.iamwatch.detector.rule;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.iamwatch.detector.iam.Fact;
import java.util.List;

/**
 * All that is known of one name: the facts that may still change a decision, and the alerts that stand.
 *
 * @param facts in the order of their identities
 * @param standing in the order of their uids
 */
public record History(List<Fact> facts, List<Standing> standing) {

    /** The history of a name that was never seen. */
    public static final History EMPTY = new History(List.of(), List.of());

    /** Returns whether nothing has to be remembered. */
    @JsonIgnore
    public boolean isEmpty() {
        return facts.isEmpty() && standing.isEmpty();
    }
}
