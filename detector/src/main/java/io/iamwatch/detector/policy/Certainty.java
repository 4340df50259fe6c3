package io.iamwatch.detector.policy;

/** Whether something holds, when part of the answer lies in the request that nobody has made yet. Weakest first. */
enum Certainty {
    NO,
    /** It depends on the request: on its address, on a second factor, on a tag. */
    PERHAPS, YES;

    static Certainty of(boolean holds) {
        return holds ? YES : NO;
    }

    Certainty and(Certainty other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Certainty or(Certainty other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Certainty not() {
        return switch (this) {
            case NO -> YES;
            case PERHAPS -> PERHAPS;
            case YES -> NO;
        };
    }

    boolean isPossible() {
        return this != NO;
    }
}
