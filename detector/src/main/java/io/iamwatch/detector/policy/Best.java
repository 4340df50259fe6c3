package io.iamwatch.detector.policy;

import io.iamwatch.detector.iam.Grade;
import java.util.Optional;

/** The highest grade found so far; of equal grades one without conditions, else the first. */
final class Best {

    private Verdict verdict = Verdict.LIMITED;

    void offer(Clause clause, Ruling ruling) {
        offer(clause, ruling, Optional.empty());
    }

    void offer(Clause clause, Ruling ruling, Surroundings.Principal through) {
        offer(clause, ruling, Optional.of(through));
    }

    private void offer(Clause clause, Ruling ruling, Optional<Surroundings.Principal> through) {
        if (!ruling.isPossible()) {
            return;
        }
        int order = clause.grade().compareTo(verdict.grade());
        if (order > 0 || (order == 0 && verdict.conditional() && ruling.isCertain())) {
            verdict = new Verdict(clause.grade(), !ruling.isCertain(), ruling.causes(), clause, through);
        }
    }

    Verdict verdict() {
        return verdict;
    }

    /** Returns whether a grade above the lowest is found that depends on no condition. */
    boolean isCertain() {
        return verdict.grade() != Grade.LIMITED && !verdict.conditional();
    }

    /** Returns whether nothing of an administrator's clauses can better it. */
    boolean isSettled() {
        return verdict.grade() == Grade.FULL_ADMIN || verdict.isCertainAdmin();
    }
}
