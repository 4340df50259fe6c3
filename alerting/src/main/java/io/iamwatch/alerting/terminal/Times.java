package io.iamwatch.alerting.terminal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as people read them, always in UTC and saying so. */
final class Times {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'")
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss'Z'")
            .withZone(ZoneOffset.UTC);

    private Times() {
    }

    /** Returns a time, given in milliseconds, to the second. */
    static String of(long millis) {
        return SECONDS.format(Instant.ofEpochMilli(millis));
    }

    /** Returns the date of a time that is given in milliseconds. */
    static String date(long millis) {
        return DATE.format(Instant.ofEpochMilli(millis));
    }

    /** Returns the same without the date, for where that stands beside it. */
    static String ofDay(long millis) {
        return OF_DAY.format(Instant.ofEpochMilli(millis));
    }
}
