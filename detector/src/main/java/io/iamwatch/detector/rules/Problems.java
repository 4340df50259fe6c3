package io.iamwatch.detector.rules;

import io.iamwatch.detector.rules.Reading.Problem;
import io.iamwatch.detector.rules.YamlNode.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the problems of one file, up to a number that a person still reads. */
final class Problems {

    static final int MAX = 100;

    private static final int MAX_QUOTED = 40;

    private final List<Problem> found = new ArrayList<>();
    private int unlisted;

    void add(Place place, String message) {
        if (found.size() < MAX) {
            found.add(new Problem(place.line(), place.column(), message));
        } else {
            unlisted++;
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    boolean isFull() {
        return found.size() == MAX;
    }

    List<Problem> inOrder() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (unlisted > 0) {
            Problem last = sorted.getLast();
            sorted.add(new Problem(last.line(), last.column(), "and " + unlisted + " more problems, not listed"));
        }
        return sorted;
    }

    /** Returns what stands in the file between quotes, cut where it is long. */
    static String quoted(String text) {
        int length = text.codePointCount(0, text.length());
        return '"' + (length <= MAX_QUOTED
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED - 1)) + "…") + '"';
    }
}
