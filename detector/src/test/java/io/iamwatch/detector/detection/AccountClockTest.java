package io.iamwatch.detector.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountClockTest {

    private static final AccountClock CLOCK = new AccountClock(1000);

    @Test
    void aDateOfFiveMinutesAfterTheArrivalIsBelievedAsFarAsTheArrival() {
        assertThat(AccountClock.isFuture(1800, 1_500_000)).isFalse();
        assertThat(CLOCK.after(1800, 1_500_000).second()).isEqualTo(1500);
    }

    @Test
    void aDateOfASecondMoreMovesNothing() {
        assertThat(AccountClock.isFuture(1801, 1_500_000)).isTrue();
        assertThat(CLOCK.after(1801, 1_500_000)).isEqualTo(CLOCK);
    }

    @Test
    void theClockNeverGoesBack() {
        assertThat(CLOCK.after(999, 1_500_000)).isEqualTo(CLOCK);
        assertThat(CLOCK.after(1500, 999_000)).isEqualTo(CLOCK);
    }

    @Test
    void lateIsWhatComesMoreThanTheHorizonAfter() {
        assertThat(CLOCK.isLate(400, Duration.ofMinutes(10))).isFalse();
        assertThat(CLOCK.isLate(399, Duration.ofMinutes(10))).isTrue();
    }
}
