package io.iamwatch.contracts.cloudtrail;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The shape that almost all event times have, {@code 2024-08-01T13:33:28Z}: read without a formatter, which takes
 * as long as all else that routing reads of a record.
 */
final class UsualTime {

    private static final String SHAPE = "dddd-dd-ddTdd:dd:ddZ";
    private static final long SECONDS_OF_DAY = 86_400;
    /** Every month has these; what is later in a month is left to the calendar. */
    private static final int DAYS_OF_EVERY_MONTH = 28;

    private UsualTime() {
    }

    /** Returns the instant, or nothing where that is no matter of arithmetic alone. */
    static Optional<Instant> parse(String text) {
        if (!hasShape(text)) {
            return Optional.empty();
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (month < 1 || month > 12 || day < 1 || day > DAYS_OF_EVERY_MONTH || hour > 23 || minute > 59
                || second > 59) {
            return Optional.empty();
        }
        long seconds = (hour * 60L + minute) * 60 + second;
        return Optional
                .of(Instant.ofEpochSecond(LocalDate.of(year, month, day).toEpochDay() * SECONDS_OF_DAY + seconds));
    }

    private static boolean hasShape(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char wanted = SHAPE.charAt(i);
            char c = text.charAt(i);
            if (wanted == 'd' ? c < '0' || c > '9' : c != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
