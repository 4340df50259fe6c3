package io.iamwatch.alerting.console.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written. */
class TagTest {

    @Test
    void textIsTextAndValuesAreValues() {
        assertThat(Tag.of("p").set("title", "\"><script>").text("</p><b>'&`").toString())
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;/p&gt;&lt;b&gt;&#39;&amp;&#96;</p>");
        assertThat(Tag.of("p").text("a\u202Eb\u0000c\uD800d").toString()).isEqualTo("<p>a\uFFFDb\uFFFDc\uFFFDd</p>");
        assertThat(Tag.of("p").add(Html.foreign("a\u202Eb")).toString()).isEqualTo("<p><bdi>a\\u202eb</bdi></p>");
        assertThat(Tag.of("br").toString()).isEqualTo("<br>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "style", "srcdoc", "formaction", "on", "A", "a b", "a=", "x\"", "onÅ"})
    void noAttributeRunsOrStyles(String attribute) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tag.of("p").set(attribute, "x"));
    }

    @ParameterizedTest
    @CsvSource({"href, javascript:alert(1)", "href, //evil.example", "href, /\\evil.example", "href, https://evil",
            "action, data:x", "src, evil.js", "href, ' /x'"})
    void noLinkLeaves(String attribute, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tag.of("a").set(attribute, value));
    }

    @Test
    void noScriptStandsInAPage() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tag.of("script").text("alert(1)"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tag.of("style").text("*{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Tag.of("a><script"));
    }
}
