package io.iamwatch.detector.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a principal may do everything: by one statement, or by several of which each allows what another spares
 * ({@code NotAction} with the rest beside it). Sound, and complete for what people write.
 */
final class FullAccess {

    private static final int DEEPEST = 2;
    /** Of statements with NotAction: only they multiply the work. */
    private static final int MOST_INVERTED = 8;

    private final Subject subject;

    private FullAccess(Subject subject) {
        this.subject = subject;
    }

    static Ruling of(Access access) {
        FullAccess full = new FullAccess(access.subject());
        Ruling allowed = full.ruling(access.allows());
        if (!allowed.isPossible()
                || access.denies().stream().anyMatch(deny -> deny.surelyAppliesToSomething(access.subject()))) {
            return Ruling.NO;
        }
        return access.boundary().isEmpty()
                ? allowed
                : allowed.cappedBy(full.ruling(asCauses(access.boundary().get())).certainty());
    }

    private static List<Cause> asCauses(PolicyDocument document) {
        return document.statements().stream().filter(Statement::allows).map(allow -> new Cause(null, allow)).toList();
    }

    private Ruling ruling(List<Cause> allows) {
        if (allows.stream().noneMatch(allow -> isWide(allow.statement()))) {
            return Ruling.NO;
        }
        return covering(allows, Certainty.YES).or(covering(allows, Certainty.PERHAPS));
    }

    private static boolean isWide(Statement allow) {
        return allow.actions().inverted() || allow.actions().isEverything();
    }

    private Ruling covering(List<Cause> allows, Certainty atLeast) {
        List<Cause> usable = allows.stream().filter(allow -> allow.statement().resources().isEverything(subject)
                && allow.statement().conditionsHold(Request.EVERYTHING, subject).compareTo(atLeast) >= 0).toList();
        List<Cause> bounded = Stream.concat(usable.stream().filter(allow -> !allow.statement().actions().inverted()),
                usable.stream().filter(allow -> allow.statement().actions().inverted()).limit(MOST_INVERTED)).toList();
        return covering(Glob.EVERY_ACTION, bounded, DEEPEST)
                .map(causes -> new Ruling(atLeast, causes.stream().distinct().toList())).orElse(Ruling.NO);
    }

    /** Returns the statements that together allow a pattern of actions. */
    private static Optional<List<Cause>> covering(Glob actions, List<Cause> allows, int depth) {
        for (Cause allow : allows) {
            ActionSet set = allow.statement().actions();
            if (!set.inverted() && set.covers(actions)) {
                return Optional.of(List.of(allow));
            }
        }
        for (Cause allow : allows) {
            if (allow.statement().actions().inverted() && depth > 0) {
                Optional<List<Cause>> together = sparedBy(allow, actions, allows, depth);
                if (together.isPresent()) {
                    return together;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<List<Cause>> sparedBy(Cause wide, Glob actions, List<Cause> allows, int depth) {
        List<Cause> others = allows.stream().filter(other -> !other.equals(wide)).toList();
        List<Cause> together = new ArrayList<>(List.of(wide));
        for (Glob spared : wide.statement().actions().patterns()) {
            if (spared.meets(actions)) {
                Optional<List<Cause>> covering = covering(spared, others, depth - 1);
                if (covering.isEmpty()) {
                    return Optional.empty();
                }
                together.addAll(covering.get());
            }
        }
        return Optional.of(together);
    }
}
