package io.iamwatch.detector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({"a*c, abc, true", "a*c, ac, true", "a*c, ab, false", "a?c, ac, false", "*, '', true", "?, '', false",
            "**a**, xay, true", "a*b*c, axbxbxc, true", "a.c, abc, false", "A, a, false", "*?, '', false",
            "*a?, ba/, true"})
    void matches(String pattern, String text, boolean expected) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"*, ?*, true", "a*, ab*, true", "ab*, a*, false", "?*, *, false", "*?, ?*, true", "*b*, a*b*c, true",
            "a?, a?, true", "a?, a*, false", "*:*, ?*:?*, true"})
    void covers(String pattern, String other, boolean expected) {
        assertThat(Glob.of(pattern).covers(Glob.of(other))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a*, *b, a*b", "a*, b*, ''", "*x*, *y*, *x*y*", "a?c, ab*, abc", "abc, a*, abc", "*, ?, ?"})
    void meets(String left, String right, String meeting) {
        Glob met = Glob.of(left).meet(Glob.of(right)).orElse(null);
        assertThat(met == null ? "" : met.toString()).isEqualTo(meeting);
        assertThat(Glob.of(left).meets(Glob.of(right))).isEqualTo(met != null);
    }

    @Test
    void aStarThatIsMeantAsAStarIsNoWildcard() {
        assertThat(Glob.literal("*").matches("x")).isFalse();
        assertThat(Glob.literal("*").matches("*")).isTrue();
        assertThat(Glob.of("\uFDD0").matches("x")).isFalse();
    }

    @Test
    void whatTwoPatternsHaveInCommonIsOfBoth() {
        Random random = new Random(20260801);
        for (int i = 0; i < 20_000; i++) {
            Glob left = randomGlob(random);
            Glob right = randomGlob(random);
            left.meet(right).ifPresent(met -> {
                String text = met.example();
                assertThat(left.matches(text) && right.matches(text)).as("%s and %s: %s", left, right, text).isTrue();
            });
            String text = randomGlob(random).toString().replace('*', 'a').replace('?', 'b');
            if (left.matches(text) && right.matches(text)) {
                assertThat(left.meets(right)).as("%s and %s share %s", left, right, text).isTrue();
            }
            if (left.covers(right) && right.matches(text)) {
                assertThat(left.matches(text)).as("%s covers %s, which has %s", left, right, text).isTrue();
            }
        }
    }

    @Test
    void patternsMadeToBacktrackTakeNoTime() {
        Glob nasty = Glob.of("*a".repeat(1000) + "b");
        Glob other = Glob.of("*aa".repeat(600) + "c");
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            assertThat(nasty.matches("a".repeat(2000))).isFalse();
            assertThat(nasty.meets(other)).isFalse();
        });
    }

    private static Glob randomGlob(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append("ab*?*".charAt(random.nextInt(5)));
        }
        return Glob.of(text.toString());
    }
}
