package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayProgressTest {

    private final StringWriter err = new StringWriter();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void aTerminalShowsRateAndTimeLeft() {
        ReplayProgress progress = progress(true);
        progress.records(500, 1_000_000);
        assertThat(err.toString()).isEmpty();
        now = now.plusSeconds(10);
        progress.records(250_000, 1_000_000);
        assertThat(err.toString()).endsWith("] 25 %  250,000 of 1,000,000 records  25,000 records/s  0:30 left")
                .doesNotContain("\n");
        now = now.plusMillis(199);
        progress.records(500_000, 1_000_000);
        assertThat(err.toString()).doesNotContain("500,000");
        progress.clear();
        assertThat(err.toString()).endsWith(ProgressBar.AFRESH);
    }

    @Test
    void elsewhereItIsALineNowAndThen() {
        ReplayProgress progress = progress(false);
        now = now.plusSeconds(59);
        progress.bytes(1_000_000, 9_000_000);
        assertThat(err.toString()).isEmpty();
        now = now.plusSeconds(1);
        progress.bytes(6_000_000, 9_000_000);
        now = now.plusSeconds(60);
        progress.bytes(12_000_000, 0);
        progress.clear();
        assertThat(err.toString().lines()).containsExactly("66 %  6.0 of 9.0 MB  0.1 MB/s  0:30 left",
                "12.0 MB  0.1 MB/s");
    }

    private ReplayProgress progress(boolean isTerminal) {
        return new ReplayProgress(new PrintWriter(err), isTerminal, () -> now);
    }
}
