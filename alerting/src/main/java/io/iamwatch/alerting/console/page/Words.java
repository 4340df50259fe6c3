package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.console.view.ListQuery;
import io.iamwatch.contracts.finding.IncidentFinding.Status;
import io.iamwatch.contracts.finding.Severity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Small pieces that pages have in common. */
final class Words {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss'Z'")
            .withZone(ZoneOffset.UTC);

    private Words() {
    }

    static Tag time(long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        return Tag.of("time").set("datetime", instant.toString()).text(SECONDS.format(instant));
    }

    static String ofDay(long millis) {
        return OF_DAY.format(Instant.ofEpochMilli(millis));
    }

    static Tag severity(Severity severity) {
        return Tag.of("span").css("severity " + ListQuery.word(severity)).text(severity.caption());
    }

    static Tag status(Status status) {
        return Tag.of("span").css("status " + ListQuery.word(status)).text(status.caption());
    }

    static Tag mfa(Boolean mfa) {
        return mfa == null
                ? Tag.of("span").css("unknown").text("MFA unknown")
                : Tag.of("span").css(mfa ? "good" : "bad").text(mfa ? "MFA yes" : "MFA no");
    }

    /** A name or an id, in the type for such. */
    static Html code(String text) {
        return Tag.of("code").add(Html.foreign(text));
    }

    static Tag section(String id, String title) {
        return Tag.of("section").set("id", id).set("aria-labelledby", id + "-title")
                .add(Tag.of("h2").set("id", id + "-title").text(title));
    }

    static Tag headRow(String... columns) {
        Tag row = Tag.of("tr");
        for (String column : columns) {
            row.add(Tag.of("th").set("scope", "col").text(column));
        }
        return Tag.of("thead").add(row);
    }

    /** A wide table scrolls by itself, not with the page. */
    static Tag scrolling(Tag table) {
        return Tag.of("div").css("scroll").set("tabindex", "0").set("role", "region").set("aria-label", "Table")
                .add(table);
    }
}
