package io.iamwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a sink is told again. */
class RetryPlanTest {

    private static final Instant BEGIN = Instant.ofEpochSecond(1_000_000);
    private static final RetryPlan PLAN = new RetryPlan(Duration.ofSeconds(1), Duration.ofMinutes(5),
            Duration.ofHours(1));
    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void waitsDoubleUpToTheLongest() {
        for (int attempt = 1; attempt < 100; attempt++) {
            long whole = attempt > 9 ? 300_000 : 1000L << (attempt - 1);
            assertThat(next(attempt, 0, Optional.empty()).orElseThrow().toMillis()).isBetween(whole / 2, whole);
        }
    }

    @Test
    void theLastAttemptIsAtTheEndOfThePatience() {
        assertThat(next(20, 3599, Optional.empty())).contains(Duration.ofSeconds(1));
        assertThat(next(20, 3600, Optional.empty())).isEmpty();
        assertThat(new RetryPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO).next(1, BEGIN, BEGIN,
                Optional.empty(), random)).isEmpty();
    }

    @Test
    void whatTheSinkAsksForCountsWhereItIsLonger() {
        assertThat(next(1, 0, Optional.of(Duration.ofSeconds(30)))).contains(Duration.ofSeconds(30));
        assertThat(next(9, 0, Optional.of(Duration.ofSeconds(1))).orElseThrow()).isGreaterThan(Duration.ofMinutes(1));
        assertThat(next(1, 3599, Optional.of(Duration.ofSeconds(30)))).contains(Duration.ofSeconds(30));
        assertThat(next(1, 0, Optional.of(Duration.ofDays(365)))).contains(RetryPlan.LONGEST_RETRY_AFTER);
    }

    private Optional<Duration> next(int attempts, int seconds, Optional<Duration> retryAfter) {
        return PLAN.next(attempts, BEGIN, BEGIN.plusSeconds(seconds), retryAfter, random);
    }
}
