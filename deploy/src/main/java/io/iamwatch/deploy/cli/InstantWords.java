package io.iamwatch.deploy.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as people write them: a day, which begins at midnight UTC, or a date and time with its offset. */
final class InstantWords {

    private InstantWords() {
    }

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
