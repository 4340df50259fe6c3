package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.Investigation.Answer;
import io.iamwatch.contracts.finding.Investigation.Contained;
import io.iamwatch.contracts.finding.Investigation.Fact;
import io.iamwatch.contracts.finding.Seen.Extent;
import java.util.Objects;
import java.util.stream.Stream;

/** What nothing that iamwatch reads can tell: of every grade, and of this incident. */
final class UnseenSection {

    private UnseenSection() {
    }

    static Html of(IncidentFinding.Details details) {
        Contained contained = details.investigation().contained();
        Stream<String> facts = contained == null
                ? Stream.empty()
                : contained.facts().stream().filter(fact -> fact.extent() == Extent.NOT_VISIBLE).map(Fact::why);
        Stream<String> answers = details.investigation().answers().stream().map(Answer::notVisible)
                .filter(Objects::nonNull);
        Tag list = Tag.of("ul");
        Stream.of(details.blindSpots().stream(), facts, answers).flatMap(it -> it).distinct()
                .forEach(spot -> list.add(Tag.of("li").add(Html.foreign(spot, 1000))));
        return Words.section("what-we-cannot-see", "What we cannot see").css("blind").add(list);
    }
}
