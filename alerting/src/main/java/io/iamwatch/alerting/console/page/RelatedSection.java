package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.console.view.IncidentRow;
import io.iamwatch.alerting.console.view.Related;

/** What else the actors touched: incidents with the same people or addresses, and how far those are contained. */
final class RelatedSection {

    private RelatedSection() {
    }

    static Html of(Related related) {
        Tag section = Words.section("related-incidents", "Related incidents");
        String within = Related.WITHIN.toHours() + " h";
        if (related.incidents().isEmpty()) {
            return section.add(Tag.of("p").css("empty").text("None within " + within
                    + ": nobody of these called in another incident, nothing came from one of these addresses."));
        }
        Tag body = Tag.of("tbody");
        related.incidents().forEach(one -> body.add(row(one)));
        return section.add(Tag.of("p").css("hint").text(related.incidents().size() + " of " + related.total()
                + ", at most " + within + " apart: what else the actors touched, and incidents about them."),
                Words.scrolling(Tag.of("table").add(
                        Words.headRow("Severity", "Status", "Incident", "Rules", "Contained", "Why"), body)));
    }

    private static Tag row(Related.One one) {
        IncidentRow row = one.row();
        Tag why = Tag.of("ul");
        one.reasons().stream().limit(5).forEach(reason -> why.add(Tag.of("li").add(Html.foreign(reason))));
        return Tag.of("tr").add(cell("Severity", Words.severity(row.severity())),
                cell("Status", Words.status(row.status())),
                cell("Incident", Html.many(java.util.List.of(
                        Tag.of("a").set("href", IncidentPage.path(row.uid())).add(Html.foreign(row.principal())),
                        Html.text(" in account "), Words.code(row.account())))),
                cell("Rules", Html.foreign(String.join(", ", row.rules()), 400)),
                cell("Contained", Html.text(row.contained() == null ? "not told" : row.contained().words())),
                cell("Why", why));
    }

    private static Tag cell(String label, Html content) {
        return Tag.of("td").set("data-label", label).add(content);
    }
}
