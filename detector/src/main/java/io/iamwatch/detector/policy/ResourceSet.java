package io.iamwatch.detector.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code Resource} or {@code NotResource} of a statement.
 *
 * @param inverted whether it is every resource but these
 */
record ResourceSet(List<Template> patterns, boolean inverted) {

    Certainty matches(String resource, Subject subject) {
        Certainty any = Certainty.NO;
        for (int i = 0; i < patterns.size() && any != Certainty.YES; i++) {
            any = any.or(patterns.get(i).fill(subject).matches(resource));
        }
        return inverted ? any.not() : any;
    }

    /** Returns whether it has every resource of a space. */
    Certainty covers(Glob space, Subject subject) {
        Certainty any = Certainty.NO;
        for (Template pattern : patterns) {
            Template.Filled filled = pattern.fill(subject);
            any = any.or(inverted ? filled.meets(space) : filled.covers(space));
        }
        return inverted ? any.not() : any;
    }

    /**
     * Returns whether it has so much of a space that one cannot speak of all of it without it: more than resources that
     * are named one by one.
     */
    boolean bitesInto(Glob space, Subject subject) {
        if (inverted) {
            return patterns.stream().noneMatch(pattern -> pattern.fill(subject).covers(space).isPossible());
        }
        return patterns.stream().map(pattern -> pattern.fill(subject))
                .anyMatch(filled -> filled.glob() != null && filled.certain() && !filled.glob().isLiteral()
                        && filled.glob().meets(space));
    }

    boolean isEverything(Subject subject) {
        return covers(Glob.EVERY_RESOURCE, subject) == Certainty.YES;
    }

    boolean isNothing(Subject subject) {
        return inverted
                ? patterns.stream().anyMatch(pattern -> pattern.fill(subject).covers(Glob.EVERY_RESOURCE).isPossible())
                : patterns.stream().allMatch(pattern -> pattern.fill(subject).glob() == null);
    }

    /** Returns the patterns that it may have; where it is inverted, any text may be. */
    List<Glob> globs(Subject subject) {
        return inverted ? List.of(Glob.ANYTHING) : named(subject);
    }

    /** Returns the patterns that stand in it, as resources or as exceptions. */
    List<Glob> named(Subject subject) {
        List<Glob> named = new ArrayList<>(patterns.size());
        for (Template pattern : patterns) {
            Glob glob = pattern.fill(subject).glob();
            if (glob != null) {
                named.add(glob);
            }
        }
        return named;
    }
}
