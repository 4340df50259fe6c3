package io.iamwatch.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.terminal.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailCommandTest {

    @Test
    void aTemplateWithAFieldThatThereIsNoneOfIsWrongUsage() {
        CommandRun run = CommandRun.of(List.of("tail", "--template", "{severity} {colour}"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("--template: no field \"colour\"; there is account, arn, assignee")
                .contains("uid");
    }

    @Test
    void theHelpNamesEveryField() {
        String help = CommandRun.of(List.of("tail", "--help")).out();
        String fields = help.substring(help.indexOf("Fields:"));
        assertThat(fields).contains(Template.names());
    }
}
