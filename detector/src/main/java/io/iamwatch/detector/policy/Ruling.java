package io.iamwatch.detector.policy;

import java.util.List;
import java.util.stream.Stream;

/** Whether something is allowed, and what it rests on. */
record Ruling(Certainty certainty, List<Cause> causes) {

    static final Ruling NO = new Ruling(Certainty.NO, List.of());

    static Ruling of(Certainty certainty, Cause cause) {
        return certainty.isPossible() ? new Ruling(certainty, List.of(cause)) : NO;
    }

    boolean isPossible() {
        return certainty.isPossible();
    }

    boolean isCertain() {
        return certainty == Certainty.YES;
    }

    Ruling or(Ruling other) {
        return certainty.compareTo(other.certainty) >= 0 ? this : other;
    }

    Ruling and(Ruling other) {
        if (!isPossible() || !other.isPossible()) {
            return NO;
        }
        return new Ruling(certainty.and(other.certainty),
                Stream.concat(causes.stream(), other.causes.stream()).distinct().toList());
    }

    Ruling cappedBy(Certainty cap) {
        return cap.isPossible() ? new Ruling(certainty.and(cap), causes) : NO;
    }
}
