package io.iamwatch.contracts.cloudtrail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads {@code eventTime} in the shapes that real records have: with or without milliseconds, a space instead of
 * the T.
 */
public final class EventTime {

    /** Later years have no count of milliseconds that fits what follows: a forged one may not stop anything. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private EventTime() {
    }

    /**
     * Returns the instant of a text such as {@code 2024-08-01T13:33:28Z}, or nothing if it is no time of a year of four
     * digits.
     */
    public static Optional<Instant> parse(String text) {
        Optional<Instant> usual = UsualTime.parse(text);
        return usual.isPresent() ? usual : parseCarefully(text);
    }

    private static Optional<Instant> parseCarefully(String text) {
        String iso = text.length() > 10 && text.charAt(10) == ' '
                ? text.substring(0, 10) + "T" + text.substring(11)
                : text;
        try {
            Instant time = iso.endsWith("Z") || iso.lastIndexOf('+') > 10
                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(iso, Instant::from)
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return Optional.of(time).filter(it -> !it.isBefore(EARLIEST) && !it.isAfter(LATEST));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
