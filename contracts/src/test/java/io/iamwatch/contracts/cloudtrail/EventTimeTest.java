package io.iamwatch.contracts.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({"2024-08-01T13:33:28Z, 2024-08-01T13:33:28Z", "2024-08-01T13:33:28.123Z, 2024-08-01T13:33:28.123Z",
            "1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00Z", "2024-08-01 13:33:28, 2024-08-01T13:33:28Z",
            "2024-08-01 13:33:28.5, 2024-08-01T13:33:28.5Z", "2024-08-01T13:33:28, 2024-08-01T13:33:28Z",
            "2024-08-01 13:33:28Z, 2024-08-01T13:33:28Z", "2024-08-01T13:33:28+00:00, 2024-08-01T13:33:28Z",
            "2024-08-01T15:33:28+02:00, 2024-08-01T13:33:28Z", "2099-12-31T23:59:59Z, 2099-12-31T23:59:59Z"})
    void readsTheShapesOfRealRecords(String text, Instant expected) {
        assertThat(EventTime.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "yesterday", "2024-08-01", "1722519208", "2024-13-01T00:00:00Z",
            "2024-02-30T00:00:00Z", "2024-08-01T25:00:00Z", "2024-08-01T13:33:28ZZ", "Aug 1, 2024 1:33:28 PM",
            "+999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z", "2024-08-01T", "\u0000"})
    void findsNoTimeInAnythingElse(String text) {
        assertThat(EventTime.parse(text)).isEmpty();
    }
}
