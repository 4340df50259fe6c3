package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryCommandTest {

    @Test
    void accountsArePrintedAsTheConfigurationWantsThem() {
        CommandRun run = CommandRun.of(List.of("canary", "accounts"), "--partitions", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo("canary.accounts=9900000000003,9900000000000");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(CommandRun.of(List.of("canary", "accounts"), "--partitions", "0"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("--partitions 0: 1 to 1000 is needed"));
        assertThat(CommandRun.of(List.of("canary"), new String[0]).err()).contains("One of: accounts");
    }
}
