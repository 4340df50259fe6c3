package io.iamwatch.alerting.console.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.iamwatch.contracts.command.IncidentCommand.Action;
import io.iamwatch.contracts.command.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void readsEveryAction() throws ActionReader.Wrong {
        assertThat(read("type", "acknowledge")).isEqualTo(new Action.Acknowledge());
        assertThat(read("type", "assign", "assignee", " ann ")).isEqualTo(new Action.Assign("ann"));
        assertThat(read("type", "comment", "text", "a\r\nb")).isEqualTo(new Action.Comment("a\nb"));
        assertThat(read("type", "snooze", "for", "4h", "reason", "lunch"))
                .isEqualTo(new Action.Snooze(NOW.plus(Duration.ofHours(4)).toEpochMilli(), "lunch"));
        assertThat(read("type", "snooze", "until", "2026-11-27T13:00", "reason", "lunch"))
                .isEqualTo(new Action.Snooze(NOW.plus(Duration.ofHours(1)).toEpochMilli(), "lunch"));
        assertThat(read("type", "resume")).isEqualTo(new Action.Resume());
        assertThat(read("type", "resolve", "text", "")).isEqualTo(new Action.Resolve(null));
        assertThat(read("type", "reopen", "text", "more")).isEqualTo(new Action.Reopen("more"));
        assertThat(read("type", "close", "verdict", "true-positive"))
                .isEqualTo(new Action.Close(Verdict.TRUE_POSITIVE, null));
        assertThat(read("type", "close", "verdict", "2")).isEqualTo(new Action.Close(Verdict.TRUE_POSITIVE, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"type=|acknowledge, assign", "type=explode|acknowledge, assign",
            "type=assign|assignee", "type=assign&assignee=a\u202Eb|visible", "type=comment|text is missing",
            "type=snooze&for=4h|reason is missing", "type=snooze&for=4y&reason=x|as 4h",
            "type=snooze&until=2026-11-27T11:59:00Z&reason=x|in the future",
            "type=snooze&until=2028-11-27T11:59:00Z&reason=x|within 366 days",
            "type=snooze&until=99999999999999999&reason=x|until has to be",
            "type=snooze&until=soon&reason=x|until has to be", "type=close|verdict has to be one of false-positive",
            "type=close&verdict=99|verdict has to be"})
    void saysWhatCouldBe(String given, String hint) {
        Map<String, String> fields = new HashMap<>();
        for (String field : given.split("&", -1)) {
            fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        assertThatThrownBy(() -> ActionReader.read(fields, NOW)).isInstanceOf(ActionReader.Wrong.class)
                .hasMessageContaining(hint);
    }

    @Test
    void refusesTextThatIsTooLong() {
        assertThatThrownBy(() -> read("type", "comment", "text", "x".repeat(4001))).hasMessageContaining("4000");
    }

    private static Action read(String... fields) throws ActionReader.Wrong {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return ActionReader.read(map, NOW);
    }
}
