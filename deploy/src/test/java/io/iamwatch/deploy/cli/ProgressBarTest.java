package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final StringWriter err = new StringWriter();
    private final ProgressBar bar = new ProgressBar(new PrintWriter(err));

    @Test
    void aLineIsWrittenOverWithEachPercent() {
        bar.at(0, 2_000_000_000);
        bar.at(19_999_999, 2_000_000_000);
        assertThat(drawn()).isEqualTo("[" + " ".repeat(30) + "] 0 %  0.0 of 2000.0 MB");
        bar.at(1_000_000_000, 2_000_000_000);
        assertThat(drawn()).isEqualTo("[" + "#".repeat(15) + " ".repeat(15) + "] 50 %  1000.0 of 2000.0 MB");
        bar.at(2_100_000_000, 2_000_000_000);
        assertThat(drawn()).as("a file that grew").isEqualTo("[" + "#".repeat(30) + "] 100 %  2100.0 of 2000.0 MB");
        bar.clear();
        assertThat(drawn()).isEmpty();
    }

    @Test
    void ofWhatHasNoKnownSizeOnlyWhatWasReadIsShown() {
        bar.at(9_999_999, 0);
        bar.at(10_000_000, 0);
        bar.at(10_000_001, 0);
        assertThat(drawn()).isEqualTo("10.0 MB");
    }

    @Test
    void whereNothingWasShownNothingIsCleared() {
        bar.clear();
        assertThat(err.toString()).isEmpty();
    }

    /** Returns what stands in the line, of which nothing is left from before. */
    private String drawn() {
        assertThat(err.toString()).startsWith(ProgressBar.AFRESH).doesNotContain("\n");
        return err.toString().substring(err.toString().lastIndexOf(ProgressBar.AFRESH) + ProgressBar.AFRESH.length());
    }
}
