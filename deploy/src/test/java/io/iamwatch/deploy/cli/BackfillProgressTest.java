package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a person sees of a backfill: how far it is, how fast, and how long it will still take. */
class BackfillProgressTest {

    private static final long MEGABYTE = 1_000_000;

    @Test
    void rateAndTimeLeftFollowFromWhatIsDone() {
        assertThat(BackfillProgress.line(50_000, 25 * MEGABYTE, 100 * MEGABYTE, Duration.ofSeconds(10)))
                .endsWith("25.0 of 100.0 MB  5,000 records/s  0:30 left");
        assertThat(BackfillProgress.line(1, MEGABYTE, 7201 * MEGABYTE, Duration.ofSeconds(1)))
                .endsWith("2:00:00 left");
    }

    @Test
    void nothingIsSaidOfTheTimeLeftBeforeAnythingIsDone() {
        assertThat(BackfillProgress.line(0, 0, 0, Duration.ZERO)).endsWith("0 records/s  ? left");
        assertThat(BackfillProgress.line(0, 0, 100 * MEGABYTE, Duration.ofSeconds(1))).endsWith("? left");
    }
}
