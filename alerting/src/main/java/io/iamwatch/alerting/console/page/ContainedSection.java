package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Contained;
import io.iamwatch.contracts.finding.Seen.Extent;

/** Whether it is over, and the facts behind that. */
final class ContainedSection {

    private ContainedSection() {
    }

    static Html of(Investigation known) {
        Tag section = Words.section("contained-how-far", "Contained");
        Contained contained = known.contained();
        if (contained == null) {
            return section.add(Tag.of("p").css("empty").text("Not told: an older version wrote this incident."));
        }
        Tag list = Tag.of("dl").css("answers");
        contained.facts().forEach(fact -> list.add(
                Tag.of("dt").text(fact.what().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + fact.what().substring(1)),
                Tag.of("dd").add(extent(fact.extent()), Html.text(": "), Html.foreign(fact.why(), 1000))));
        return section.add(Tag.of("p").css("contained").add(extent(contained.extent()), Html.text(": "),
                Html.foreign(contained.why(), 1000)), list);
    }

    private static Tag extent(Extent extent) {
        return Tag.of("strong").css(switch (extent) {
            case YES -> "good";
            case PARTLY, NO -> "bad";
            case NOTHING_SEEN, NOT_VISIBLE -> "unknown";
        }).text(extent.words());
    }
}
