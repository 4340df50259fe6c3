package io.iamwatch.ingest.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TransactionPaceTest {

    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final TransactionPace pace = new TransactionPace(() -> now);

    @Test
    void theFirstTransactionDoesNotWait() {
        assertThat(pace.pause()).isZero();
    }

    @Test
    void theNextOneWaitsForWhatIsLeftOfAHundredMilliseconds() {
        pace.ended();
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(100));
        now = now.plusMillis(70);
        assertThat(pace.pause()).isEqualTo(Duration.ofMillis(30));
        now = now.plusMillis(30);
        assertThat(pace.pause()).isZero();
        now = now.plusSeconds(60);
        assertThat(pace.pause()).as("after a quiet time").isZero();
    }

    @Test
    void aClockThatIsSetBackHoldsNothingUp() {
        pace.ended();
        now = now.minusSeconds(3600);
        assertThat(pace.pause()).isZero();
    }
}
