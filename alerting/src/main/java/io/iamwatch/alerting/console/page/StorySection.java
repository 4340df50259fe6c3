package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.incident.AlertEntry;
import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.alerting.incident.Story;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an analyst asks first, in that order: who, from where, by which path, how fast, is it still so. */
final class StorySection {

    private StorySection() {
    }

    static Html of(IncidentFinding incident) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        Tag section = Words.section("what-happened", "What happened");
        Optional<AlertEntry> lead = Incidents.lead(incident);
        if (lead.isEmpty()) {
            return section.add(Tag.of("p").css("empty").text("No alert is listed."));
        }
        AlertState alert = lead.get().state();
        return section.add(answers(alert), PathPicture.of(details.principal(), alert));
    }

    private static Tag answers(AlertState alert) {
        Story story = Story.of(alert);
        Tag list = Tag.of("dl").css("answers");
        if (alert.ta() != null) {
            row(list, "Created by", List.of(story.creator().map(StorySection::party)
                    .orElseGet(() -> Html.text("not seen " + unseen(alert)))));
        }
        row(list, alert.ta() == null ? "Called by" : "Granted by",
                story.granters().stream().map(Doer::of).distinct().limit(12).map(StorySection::doer).toList());
        story.secondsBetween().ifPresent(seconds -> row(list, "Apart", List.of(Html.text(apart(seconds)))));
        if (alert.ta() != null) {
            row(list, "Became", List.of(Html.many(List.of(
                    Words.code(Objects.requireNonNullElse(alert.grade(), "administrator")), Html.text(" at "),
                    Words.time(alert.ta())))));
            row(list, "Still admin", List.of(stillAdmin(alert)));
        }
        return list;
    }

    /** One line for each who called in the same way, however often. */
    private record Doer(String actor, String source, Boolean mfa, String agent) {

        static Doer of(Party party) {
            return new Doer(party.actor(), party.source(), party.mfa(), party.userAgent());
        }
    }

    private static Html party(Party party) {
        return doer(Doer.of(party));
    }

    private static Html doer(Doer doer) {
        List<Html> parts = new ArrayList<>(List.of(Tag.of("strong").add(Html.foreign(doer.actor())),
                Html.text(" from "),
                doer.source() == null ? Html.text("an unknown address") : Words.code(doer.source()),
                Html.text(" "), Words.mfa(doer.mfa())));
        if (doer.agent() != null) {
            parts.add(Tag.of("span").css("agent").add(Html.text(" agent "), Html.foreign(doer.agent(), 120)));
        }
        return Html.many(parts);
    }

    private static String unseen(AlertState alert) {
        return alert.provisional()
                ? "so far: it may be old, or its record may still be on the way"
                : "inside the window";
    }

    private static String apart(long seconds) {
        String words = Sentence.apart(seconds);
        return seconds == 0 ? "0 s: creation and grant " + words : seconds + " s: the grant came " + words;
    }

    private static Html stillAdmin(AlertState alert) {
        if (!alert.stands()) {
            return Html.text("the alert does not stand any more");
        }
        return alert.stillAdmin()
                ? Tag.of("strong").css("bad").text("yes")
                : Tag.of("span").css("good").text("no: taken back, as far as CloudTrail shows");
    }

    private static void row(Tag list, String question, List<Html> answers) {
        list.add(Tag.of("dt").text(question));
        answers.forEach(answer -> list.add(Tag.of("dd").add(answer)));
    }
}
