package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage of {@code ./iamwatch ingest positions} is told before anything is asked. */
class PositionsCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --set=trail/s-0=sometimes           | POSITION is oldest, now
            --connect=localhost:8083            | an address is needed
            --connect=http://me:secret@host     | no credentials in an address
            --authorization-file=no-such-file   | cannot be read
            """)
    void wrongUsageSaysWhatIsNeeded(String option, String said) {
        CommandRun run = CommandRun.of(List.of("ingest", "positions", option));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said).doesNotContain("secret");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aShardIsSetOnce() {
        assertThat(CommandRun.of(List.of("ingest", "positions", "--set", "t/s=now", "--set", "t/s=oldest")).err())
                .contains("set twice");
    }

    @Test
    void theConfigurationIsPrinted() {
        assertThat(CommandRun.of(List.of("ingest", "configuration")).out()).contains("## `kinesis.streams`");
    }
}
