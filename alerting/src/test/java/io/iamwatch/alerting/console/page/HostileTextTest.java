package io.iamwatch.alerting.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.iamwatch.alerting.Alerts;
import io.iamwatch.alerting.console.Shown;
import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.view.IncidentView;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.alerting.console.view.Related;
import io.iamwatch.contracts.command.Verdict;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Snooze;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, agents and comments that want to be more than text. */
class HostileTextTest {

    private static final Reader READER = new Reader("<i>reader", true, false, "secret");
    /** A tag as the pages write them: whatever else looks like one came from outside. */
    private static final Pattern TAG = Pattern.compile("</?([a-z0-9]+)((?: [a-zA-Z0-9-]+=\"[^\"<>]*\")*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-zA-Z0-9-]+)=\"([^\"]*)\"");
    private static final Pattern OUR_TAGS = Pattern
            .compile("html|head|meta|title|link|script|body|a|header|nav|span|main"
                    + "|h1|h2|h3|p|div|section|form|label|input|select|option|button|textarea|table|caption|thead|tbody|tr|th|td"
                    + "|br|bdi|code|time|strong|dl|dt|dd|figure|figcaption|svg|rect|line|polygon|text|ol|ul|li|aside|details"
                    + "|summary|pre");

    static List<String> hostile() {
        return List.of("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
                "</title></textarea></script><svg/onload=alert(1)>", "javascript:alert(1)", "{{7*7}}${7*7}<%=7%>",
                "\u202Eevil\u2066\u200B\u0000\u001b[31m", "<!--", "]]>", "x".repeat(10_000), "<b>".repeat(4_000),
                "e\u0301\u0301\u0301\u0301\u0301", "\uD800", "&lt;&#60;&amp;");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isTextInTheList(String text) throws ListQuery.Wrong {
        IncidentView view = new IncidentView();
        Shown.put(view, hostile(text), 0, 0);
        ListQuery query = ListQuery.of(text.length() > 300
                ? Map.of("status", "any")
                : Map.of("status", "any", "assignee", text, "rule", ""));
        isHarmless(ListPage.of(query, view.page(query), READER));
        ListQuery all = ListQuery.of(Map.of("status", "any"));
        isHarmless(ListPage.of(all, view.page(all), READER));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isTextInTheIncident(String text) {
        isHarmless(
                IncidentPage.of(hostile(text), related(text), READER, Optional.of(IncidentPage.Told.PENDING), "0:1"));
        isHarmless(Notices.of("Refused", text));
    }

    private static Related related(String text) {
        IncidentView view = new IncidentView();
        Shown.put(view, hostile(text), 0, 0);
        return new Related(view.rows().stream().map(row -> new Related.One(row, List.of(text, text))).toList(), 1);
    }

    /** A comment may say much, and it is an analyst's. */
    private static IncidentFinding hostile(String text) {
        String shortened = text.length() > 4000 ? text.substring(0, 4000) : text;
        return Shown.worked(Shown.of(Alerts.attack().people(text, text, text, false, text)), Status.ON_HOLD,
                new Workflow(text, Verdict.SUSPICIOUS, new Snooze(text, 1, shortened),
                        List.of(new LogEntry("uid", text, 1, text, shortened, shortened)), 3));
    }

    private static void isHarmless(Html page) {
        StringBuilder out = new StringBuilder();
        page.write(out);
        String html = out.toString();
        assertThat(html.length()).isLessThan(150_000);
        assertThat(html).doesNotContainPattern("[\u0000-\u0008\u000b-\u001f\ud800]");
        // What somebody typed into a field stands there as it was typed, and reorders nothing outside of it.
        assertThat(html.replaceAll(" value=\"[^\"]*\"", ""))
                .doesNotContainPattern("[\u202a-\u202e\u2066-\u2069\u200b]");
        var tags = TAG.matcher(html);
        StringBuilder rest = new StringBuilder();
        while (tags.find()) {
            assertThat(tags.group(1)).matches(OUR_TAGS);
            ATTRIBUTE.matcher(tags.group(2)).results().forEach(attribute -> {
                assertThat(attribute.group(1)).doesNotStartWith("on").isNotIn("style", "srcdoc");
                assertThat(attribute.group(1).matches("href|src|action") ? attribute.group(2) : "/")
                        .matches("[/#].*");
            });
            tags.appendReplacement(rest, "");
        }
        tags.appendTail(rest);
        assertThat(rest).doesNotContain("<", ">", "\"");
    }
}
