package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.containment.Containment;
import io.iamwatch.alerting.containment.Step;
import io.iamwatch.contracts.finding.IncidentFinding;
import java.util.List;

/** How to contain the principal: commands to copy, none of which is ever run from here. */
final class ContainmentSection {

    private ContainmentSection() {
    }

    static Html of(IncidentFinding incident) {
        List<Step> steps = Containment.of(incident);
        Tag list = Tag.of("ol").css("containment");
        steps.forEach(step -> list.add(step(step)));
        Tag details = Tag.of("details").set("data-keep", "containment")
                .add(Tag.of("summary").text(steps.size() + " steps, in their order; nothing is run from here"), list);
        return Words.section("containment", "Containment").add(details);
    }

    /** Names that IAM gives hold nothing that a page shows in another way than it is; others get no command. */
    private static Tag step(Step step) {
        Tag item = Tag.of("li").add(Tag.of("strong").add(Html.foreign(step.title())));
        step.notes().forEach(note -> item.add(Tag.of("p").add(Html.foreign(note, 1000))));
        if (!step.commands().isEmpty()) {
            item.add(Tag.of("pre").set("tabindex", "0").text(String.join("\n", step.commands())),
                    Tag.of("button").set("type", "button").css("quiet copy").set("hidden", true).text("Copy"));
        }
        return item;
    }
}
