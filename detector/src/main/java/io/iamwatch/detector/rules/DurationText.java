package io.iamwatch.detector.rules;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as rules write them, {@code 7d}, {@code 3h}, {@code 90m}, {@code 30s}, and as people say them. */
final class DurationText {

    private static final Pattern WRITTEN = Pattern.compile("(0|[1-9][0-9]{0,7})([smhd])");

    /** The longest first. */
    private enum Unit {
        DAY('d', 86_400), HOUR('h', 3_600), MINUTE('m', 60), SECOND('s', 1);

        private final char letter;
        private final int seconds;

        Unit(char letter, int seconds) {
            this.letter = letter;
            this.seconds = seconds;
        }

        private static Unit of(String letter) {
            return switch (letter) {
                case "d" -> DAY;
                case "h" -> HOUR;
                case "m" -> MINUTE;
                default -> SECOND;
            };
        }

        private static Unit longestThatDivides(long seconds) {
            for (Unit unit : values()) {
                if (seconds > 0 && seconds % unit.seconds == 0) {
                    return unit;
                }
            }
            return SECOND;
        }
    }

    private DurationText() {
    }

    /** Returns the duration, or nothing where the text is not written as one. */
    static Optional<Duration> parse(String text) {
        if (text.length() > 9) {
            return Optional.empty();
        }
        Matcher matcher = WRITTEN.matcher(text);
        return matcher.matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)) * Unit.of(matcher.group(2)).seconds))
                : Optional.empty();
    }

    /** Returns whole seconds in the longest unit that holds them exactly: {@code 90m}. */
    static String of(Duration duration) {
        Unit unit = Unit.longestThatDivides(duration.toSeconds());
        return duration.toSeconds() / unit.seconds + String.valueOf(unit.letter);
    }

    /** Returns the same for people: {@code 90 minutes}. */
    static String inWords(Duration duration) {
        Unit unit = Unit.longestThatDivides(duration.toSeconds());
        long number = duration.toSeconds() / unit.seconds;
        return number + " " + unit.name().toLowerCase(Locale.ROOT) + (number == 1 ? "" : "s");
    }
}
