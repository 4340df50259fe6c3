package io.iamwatch.detector.rules;

import io.iamwatch.contracts.finding.Severity;
import io.iamwatch.detector.iam.Grade;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The words that a file may use for what is one of few, each with what it stands for, in order. */
final class Words {

    static final Map<String, RuleId> RULES = of(RuleId.values(), RuleId::id);

    static final Map<String, Severity> SEVERITIES = of(Severity.values(), Words::of);

    /** {@code UNKNOWN} is no word: what is unknown may be anything, and counts as {@code FULL_ADMIN}. */
    static final Map<String, Grade> GRADES = of(new Grade[]{Grade.LIMITED, Grade.INDIRECT, Grade.ADMIN_EQUIVALENT,
            Grade.FULL_ADMIN}, Grade::name);

    private static final int LONGEST_KEY = 64;

    private Words() {
    }

    static String of(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the word that was probably meant: equal but for case and separators, or few letters away. */
    static Optional<String> nearest(String given, Iterable<String> known) {
        if (given.length() > LONGEST_KEY) {
            return Optional.empty();
        }
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String word : known) {
            int distance = distance(plain(given), plain(word));
            if (distance < least && distance <= Math.max(1, Math.min(given.length(), word.length()) / 3)) {
                least = distance;
                nearest = word;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** How many letters must be put in, left out, changed or swapped with the next. */
    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int least = Math.min(steps[i - 1][j - 1] + (same ? 0 : 1),
                        Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
            }
        }
        return steps[from.length()][to.length()];
    }

    private static <T> Map<String, T> of(T[] values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        Arrays.stream(values).forEach(value -> words.put(word.apply(value), value));
        return Collections.unmodifiableMap(words);
    }
}
