package io.iamwatch.alerting.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TerminalTextTest {

    private static final String ESC = "\u001b";

    static Stream<Arguments> hostile() {
        return Stream.of(as("plain", "bob@corp.example.com", "bob@corp.example.com"),
                as("letters of the world", "Jürgen Žižek 王小明 Ольга", "Jürgen Žižek 王小明 Ольга"),
                as("emoji", "x😀", "x😀"), as("accents as marks", "e\u0301", "e\u0301"),
                as("colour", ESC + "[31mred", "\\u001b[31mred"), as("clear screen", ESC + "[2J" + ESC + "[H",
                        "\\u001b[2J\\u001b[H"),
                as("window title", ESC + "]0;pwned\u0007", "\\u001b]0;pwned\\u0007"),
                as("C1 control sequence introducer", "\u009b31m", "\\u009b31m"), as("delete", "a\u007f", "a\\u007f"),
                as("backspaces", "root\b\b\b\b", "root\\u0008\\u0008\\u0008\\u0008"), as("NUL", "a\0b", "a\\u0000b"),
                as("new line", "x\n CRITICAL  forged", "x\\n CRITICAL  forged"),
                as("carriage return", "x\rforged", "x\\rforged"), as("tab", "a\tb", "a\\tb"),
                as("vertical tab, form feed", "\u000b\f", "\\u000b\\u000c"),
                as("next line, line and paragraph separator", "\u0085\u2028\u2029", "\\u0085\\u2028\\u2029"),
                as("bidi override", "\u202enimda", "\\u202enimda"), as("bidi isolate", "\u2066a\u2069",
                        "\\u2066a\\u2069"),
                as("bidi marks", "\u200e\u200f\u061c", "\\u200e\\u200f\\u061c"),
                as("zero width", "a\u200bd\u200cm\u200din\ufeff", "a\\u200bd\\u200cm\\u200din\\ufeff"),
                as("soft hyphen, word joiner", "\u00ad\u2060", "\\u00ad\\u2060"),
                as("spaces that are none", "a\u00a0b\u3000c\u2003", "a\\u00a0b\\u3000c\\u2003"),
                as("fillers", "\u3164\u115f\u2800", "\\u3164\\u115f\\u2800"),
                as("variation selectors", "a\ufe0f\udb40\udd00", "a\\ufe0f\\u{e0100}"),
                as("tags", "\udb40\udc41", "\\u{e0041}"), as("private use", "\ue000", "\\ue000"),
                as("half a code point", "a\ud83d", "a\\ud83d"), as("unassigned", "\uffff", "\\uffff"),
                as("a pile of marks", "a" + "\u0300".repeat(5), "a\u0300\u0300\\u0300\\u0300\\u0300"),
                as("a mark to begin with", "\u0336x", "\\u0336x"), as("a faked escape", "\\u001b[31m",
                        "\\\\u001b[31m"),
                as("a name that begins with a dash", "--policy", "--policy"), as("nothing", null, "?"),
                as("too long", "x".repeat(10_000), "x".repeat(300) + "\\(+9700 more)"),
                as("too long, beyond the BMP", "😀".repeat(301), "😀".repeat(300) + "\\(+1 more)"));
    }

    private static Arguments as(String what, String text, String shown) {
        return Arguments.of(what, text, shown);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostileTextIsShownAndNotObeyed(String what, String text, String shown) {
        assertThat(TerminalText.neutralise(text)).as(what).isEqualTo(shown);
    }

    @Test
    void quotesCannotBeClosedFromInside() {
        assertThat(TerminalText.quoted("a\" MFA yes \\\" b")).isEqualTo("\"a\\\" MFA yes \\\\\\\" b\"");
    }

    @Test
    void noTextAtAllLeavesPrintableCharacters() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 256 : 65_536));
            }
            assertThat(TerminalText.neutralise(text.toString()).codePoints()).as("seed " + seed).noneMatch(
                    codePoint -> Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT
                            || Character.getType(codePoint) == Character.SURROGATE);
        }
    }

    /** Every field that an attacker can write, in both texts at once. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void noFieldOfAnAlertOrAnIncidentForgesALine(String what, String text) {
        String evil = text == null ? "" : text;
        Alerts alert = Alerts.attack().people(evil, evil, evil, null, evil);
        IncidentFinding incident = ((Incidents.Outcome.Changed) Incidents.apply(Optional.empty(), alert.at(7)))
                .incident();
        for (String shown : new String[]{AlertText.of(alert.finding(), Style.PLAIN),
                IncidentText.of(incident, Style.PLAIN), IncidentText.whole(incident, Style.PLAIN)}) {
            assertThat(shown.replace("\n", "").codePoints()).as(what).noneMatch(
                    codePoint -> Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT);
            assertThat(shown.lines().skip(1)).allMatch(line -> line.startsWith("  "));
            assertThat(shown.lines().filter(line -> line.contains("CRITICAL")).count()).isBetween(1L, 12L);
            assertThat(shown.lines().filter(line -> line.startsWith(" CRITICAL"))).hasSize(1);
        }
    }
}
