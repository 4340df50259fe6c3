package io.iamwatch.alerting.console.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListQueryTest {

    @Test
    void standsInTheUrlAsItWasRead() throws ListQuery.Wrong {
        Map<String, String> parameters = Map.of("status", "new,on-hold", "severity", "high", "account", "1111",
                "rule", "admin-granted", "principal", "<b>&", "assignee", "ann", "sort", "newest", "page", "3", "size",
                "20");
        assertThat(ListQuery.of(parameters).parameters()).isEqualTo(parameters);
        assertThat(ListQuery.of(Map.of("status", "", "page", "", "principal", " "))).isEqualTo(ListQuery.DEFAULT);
        assertThat(ListQuery.DEFAULT.parameters()).isEmpty();
        assertThat(ListQuery.of(Map.of("status", "any")).parameters()).containsExactly(Map.entry("status", "any"));
    }

    @ParameterizedTest
    @CsvSource({"status, over, open", "severity, worst, critical", "sort, colour, severity", "page, 0, from 1 to",
            "page, 99999999, from 1 to", "size, 501, to 500", "size, -1, to 500", "colour, red, allowed: status"})
    void saysWhatCouldBe(String name, String value, String hint) {
        assertThatThrownBy(() -> ListQuery.of(Map.of(name, value))).isInstanceOf(ListQuery.Wrong.class)
                .hasMessageContaining(hint);
    }
}
