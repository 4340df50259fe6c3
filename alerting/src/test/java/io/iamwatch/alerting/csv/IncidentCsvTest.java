package io.iamwatch.alerting.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.view.IncidentRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IncidentCsvTest {

    private static final int COLUMNS = 15;

    static List<String> hostile() {
        return List.of("=cmd|' /C calc'!A0", "+1+1", "-rf", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1",
                "\uff1d1+1", "a,b", "a\"b", "\",=1+1,\"", "a\nb", "a\r\n=1+1", "\u001b[2J", "\u202e=1", "\u0000",
                "x".repeat(10_000), "\"".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isOneFieldOfOneLineAndNoFormula(String text) {
        String table = IncidentCsv.table(List.of(IncidentRow.of(
                Shown.of(Alerts.attack().people(text, text, text, false, text)), 1)));
        assertThat(table).endsWith("\r\n")
                .doesNotContainPattern("[\u0000-\u0009\u000b\u000c\u000e-\u001f\u202a-\u202e]");
        List<List<String>> lines = read(table);
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).hasSize(COLUMNS));
        assertThat(lines.getLast()).allSatisfy(field -> assertThat(field.strip())
                .doesNotContainPattern("^[=+@\uff1d\uff0b\uff0d\uff20-]").doesNotContain("\n", "\r"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"bob|\"bob\"", "a\"b|\"a\"\"b\"", "-rf|\"'-rf\"",
            "=1|\"'=1\"", "a=1|\"a=1\"", "a,b|\"a,b\""})
    void isQuotedAsRfc4180SaysAndFormulasAreText(String text, String field) {
        assertThat(CsvField.of(text)).isEqualTo(field);
    }

    @Test
    void tellsWhatAListTells() {
        List<List<String>> lines = read(IncidentCsv.table(List.of(IncidentRow.of(Shown.attack(), 1))));
        assertThat(lines.getFirst()).startsWith("uid", "account", "severity", "status", "principal");
        assertThat(lines.getLast()).contains("Critical", "New", "user malicious-iam-user", "new-admin-user", "soc");
    }

    /** A reader after RFC 4180: fields between quotes, lines ended by CR LF. */
    private static List<List<String>> read(String table) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        int at = 0;
        while (at < table.length()) {
            assertThat(table.charAt(at)).isEqualTo('"');
            StringBuilder field = new StringBuilder();
            for (at++; table.charAt(at) != '"' || (at + 1 < table.length() && table.charAt(at + 1) == '"'); at++) {
                field.append(table.charAt(at));
                at += table.charAt(at) == '"' ? 1 : 0;
            }
            line.add(field.toString());
            at++;
            if (table.charAt(at) == ',') {
                at++;
            } else {
                assertThat(table.substring(at, at + 2)).isEqualTo("\r\n");
                at += 2;
                lines.add(line);
                line = new ArrayList<>();
            }
        }
        return lines;
    }
}
