package io.iamwatch.detector.replay;

import java.time.Duration;

/** Durations as people say them, with the two largest units that say something: {@code 2 d 3 h}, {@code 42 s}. */
public final class DurationWords {

    private DurationWords() {
    }

    /** Returns it in words; below a second in milliseconds. */
    public static String of(Duration duration) {
        if (duration.isZero()) {
            return "0 s";
        }
        long[] parts = {duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()};
        String[] units = {"d", "h", "min", "s"};
        StringBuilder words = new StringBuilder();
        int told = 0;
        for (int i = 0; i < parts.length && told < 2; i++) {
            if (parts[i] > 0) {
                words.append(told++ == 0 ? "" : " ").append(parts[i]).append(' ').append(units[i]);
            } else if (told > 0) {
                break;
            }
        }
        return told == 0 ? duration.toMillis() + " ms" : words.toString();
    }
}
