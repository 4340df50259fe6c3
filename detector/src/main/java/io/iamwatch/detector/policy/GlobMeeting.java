package io.iamwatch.detector.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The search for a pattern that lies within two patterns. It walks pairs of positions, each pair once, so that its
 * work is bounded by the product of the lengths.
 */
final class GlobMeeting {

    /** No ARN that IAM gives out is longer; patterns that demand more match nothing, and are not worth the memory. */
    private static final int LONGEST_ARN = 2048;
    private static final char NOTHING = '\0';

    private final String left;
    private final String right;
    /** Where the walk came from, plus one; 0 where it has not been. */
    private final int[] cameFrom;
    private final char[] emitted;
    private final Deque<Integer> open = new ArrayDeque<>();

    private GlobMeeting(String left, String right) {
        this.left = left;
        this.right = right;
        this.cameFrom = new int[(left.length() + 1) * (right.length() + 1)];
        this.emitted = new char[cameFrom.length];
    }

    static Optional<Glob> of(Glob left, Glob right) {
        if (left.shortest() > LONGEST_ARN || right.shortest() > LONGEST_ARN) {
            return Optional.empty();
        }
        return new GlobMeeting(left.tokens(), right.tokens()).search();
    }

    private Optional<Glob> search() {
        cameFrom[0] = 1;
        open.push(0);
        while (!open.isEmpty()) {
            int here = open.pop();
            if (here == cameFrom.length - 1) {
                return Optional.of(Glob.ofTokens(path(here)));
            }
            step(here);
        }
        return Optional.empty();
    }

    private void step(int here) {
        int atLeft = here / (right.length() + 1);
        int atRight = here % (right.length() + 1);
        char ofLeft = atLeft < left.length() ? left.charAt(atLeft) : NOTHING;
        char ofRight = atRight < right.length() ? right.charAt(atRight) : NOTHING;
        boolean manyLeft = ofLeft == Glob.MANY;
        boolean manyRight = ofRight == Glob.MANY;
        if (manyLeft && manyRight) {
            go(here, atLeft, atRight + 1, Glob.MANY);
            go(here, atLeft + 1, atRight, Glob.MANY);
        } else if (manyLeft) {
            go(here, atLeft + 1, atRight, NOTHING);
            goIf(atRight < right.length(), here, atLeft, atRight + 1, ofRight);
        } else if (manyRight) {
            go(here, atLeft, atRight + 1, NOTHING);
            goIf(atLeft < left.length(), here, atLeft + 1, atRight, ofLeft);
        } else if (atLeft < left.length() && atRight < right.length()) {
            goIf(ofLeft == ofRight || ofRight == Glob.ONE, here, atLeft + 1, atRight + 1, ofLeft);
            goIf(ofLeft == Glob.ONE, here, atLeft + 1, atRight + 1, ofRight);
        }
    }

    private void goIf(boolean possible, int here, int toLeft, int toRight, char emits) {
        if (possible) {
            go(here, toLeft, toRight, emits);
        }
    }

    private void go(int here, int toLeft, int toRight, char emits) {
        int there = toLeft * (right.length() + 1) + toRight;
        if (cameFrom[there] == 0) {
            cameFrom[there] = here + 1;
            emitted[there] = emits;
            open.push(there);
        }
    }

    private String path(int end) {
        StringBuilder path = new StringBuilder();
        for (int at = end; at != 0; at = cameFrom[at] - 1) {
            if (emitted[at] != NOTHING) {
                path.append(emitted[at]);
            }
        }
        return path.reverse().toString();
    }
}
