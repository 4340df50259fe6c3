package io.iamwatch.detector.rules;

import java.util.Locale;

/**
 * A pattern on names: {@code *} is any run of characters, {@code ?} is one. Without regard to case, as IAM itself
 * takes names. Needs time that grows with pattern × name at most, whatever the pattern is.
 */
final class Glob {

    private Glob() {
    }

    static boolean matches(String pattern, String name) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String given = name.toLowerCase(Locale.ROOT);
        int at = 0;
        int star = -1;
        int resume = 0;
        int place = 0;
        while (place < given.length()) {
            char next = at < wanted.length() ? wanted.charAt(at) : '\0';
            if (next == '*') {
                star = at++;
                resume = place;
            } else if (at < wanted.length() && (next == '?' || next == given.charAt(place))) {
                at++;
                place++;
            } else if (star >= 0) {
                // Only the last star need take one more: an earlier one taking more would leave it less to match.
                at = star + 1;
                place = ++resume;
            } else {
                return false;
            }
        }
        while (at < wanted.length() && wanted.charAt(at) == '*') {
            at++;
        }
        return at == wanted.length();
    }
}
