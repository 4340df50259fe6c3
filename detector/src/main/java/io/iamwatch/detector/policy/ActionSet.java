package io.iamwatch.detector.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code Action} or {@code NotAction} of a statement.
 *
 * @param patterns in lower case
 * @param inverted whether it is every action but these
 * @param known those of the calls that bear on a grade which it has
 * @param isEverything whether it has every action there is and will be
 */
record ActionSet(List<Glob> patterns, boolean inverted, Set<Action> known, boolean isEverything) {

    private static final Action[] ALL = Action.values();

    static ActionSet of(List<String> texts, boolean inverted) {
        List<Glob> patterns = texts.stream().map(text -> Glob.of(text.toLowerCase(Locale.ROOT))).distinct().toList();
        EnumSet<Action> known = EnumSet.noneOf(Action.class);
        for (Glob pattern : patterns) {
            addMatches(pattern, known);
        }
        boolean everything = inverted ? patterns.isEmpty() : cover(patterns, Glob.EVERY_ACTION);
        return new ActionSet(patterns, inverted, inverted ? EnumSet.complementOf(known) : known, everything);
    }

    private static void addMatches(Glob pattern, EnumSet<Action> known) {
        for (Action action : ALL) {
            if (pattern.matches(action.lowerCaseName())) {
                known.add(action);
            }
        }
    }

    boolean isNothing() {
        return inverted ? covers(Glob.EVERY_ACTION) : patterns.isEmpty();
    }

    /** Returns whether one of the patterns covers all of another. */
    boolean covers(Glob actions) {
        return cover(patterns, actions);
    }

    private static boolean cover(List<Glob> patterns, Glob actions) {
        for (Glob pattern : patterns) {
            if (pattern.covers(actions)) {
                return true;
            }
        }
        return false;
    }
}
