package io.iamwatch.detector.policy;

import io.iamwatch.detector.iam.Grade;
import java.util.List;
import java.util.Optional;

/**
 * How much a principal may do, and why.
 *
 * @param conditional whether it depends on what the request will be like
 * @param causes the statements the grade rests on; empty for {@link Grade#LIMITED}
 * @param through the other principal it rests on: a group to join, a user whose credentials can be made, a role
 */
public record Verdict(Grade grade, boolean conditional, List<Cause> causes, Clause clause,
        Optional<Surroundings.Principal> through) {

    static final Verdict LIMITED = new Verdict(Grade.LIMITED, false, List.of(), Clause.LIMITED, Optional.empty());

    boolean isCertainAdmin() {
        return grade.isAdmin() && !conditional;
    }
}
