package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ./iamwatch bench detector} refuses; what it measures is in {@code DetectorBenchIT}. */
class DetectorBenchCommandTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --records 999                 | --records 999 --threads 1: 1000 or more and 1 to 4 are possible
            --records many                | '--records'
            --threads 0                   | --records 1000000 --threads 0: 1000 or more and 1 to 4 are possible
            --threads 5                   | --records 1000000 --threads 5: 1000 or more and 1 to 4 are possible
            --format xml                  | '--format'
            --growth --watching           | --growth, --watching, --following: one of them at a time
            --watching --following        | --growth, --watching, --following: one of them at a time
            --nonsense                    | '--nonsense'
            everything                    | 'everything'
            """, quoteCharacter = '"')
    void wrongUsageIsTwoAndNamed(String arguments, String named) {
        CommandRun run = CommandRun.of(List.of("bench", "detector"), arguments.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(named);
        assertThat(run.out()).isEmpty();
    }
}
