package io.iamwatch.alerting.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.investigation.Eve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @Test
    void fillsInWhatAnAlertSays() {
        assertThat(Template.parse("{severity} {account} {principal} {path}").of(Alerts.attack().finding()))
                .isEqualTo("critical " + Alerts.ACCOUNT + " malicious-iam-user christophe created user"
                        + " malicious-iam-user (AIDAL1XMLVWIUOK8KAF0), then christophe attached AdministratorAccess to"
                        + " user malicious-iam-user");
        assertThat(Template.parse("{rule}\\t{status}\\n{{{contained}}}").of(Alerts.attack().finding()))
                .isEqualTo("new-admin-user\tcreate\n{-}");
    }

    @Test
    void fillsInWhatAnIncidentSays() {
        assertThat(Template.parse("{severity}|{status}|{principal}|{assignee}|{contained}|{rule}").of(Eve.story()))
                .isEqualTo("critical|New|eve|soc|partly|"
                        + "new-admin-user,new-admin-active,credential-for-other-user,new-admin-contained");
    }

    @Test
    void everyFieldHasAnAnswer() {
        for (String field : Template.names()) {
            assertThat(Template.parse("{" + field + "}").of(Alerts.attack().finding())).as(field).isNotEmpty();
            assertThat(Template.parse("{" + field + "}").of(Shown.attack())).as(field).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "a\nCRITICAL forged", "\u202e", "\u0000", "{severity}", "$(id)"})
    void whatAFieldHoldsIsNeutralised(String text) {
        String line = Template.parse("{principal} {path} {message}")
                .of(Alerts.attack().people(text, text, text, false, text).finding());
        assertThat(line).isEqualTo(TerminalText.neutralise(line.replace("\\\\", "\\"), 10_000).replace("\\\\", "\\"))
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
        assertThat(line).startsWith(TerminalText.neutralise(text) + " ");
    }

    @Test
    void whatIsLongIsCut() {
        assertThat(Template.parse("{principal}").of(Alerts.attack().people("x".repeat(10_000), "a", "b", null, "c")
                .finding())).hasSizeLessThan(1_100).endsWith("more)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{nope}|no field \"nope\"; there is account, arn,", "{}|no field \"\"",
            "{severity|a single {", "severity}|a single }", "{ severity }|no field \" severity \""})
    void saysWhatThereIs(String template, String message) {
        assertThatThrownBy(() -> Template.parse(template)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message).hasMessageContaining("uid");
    }
}
