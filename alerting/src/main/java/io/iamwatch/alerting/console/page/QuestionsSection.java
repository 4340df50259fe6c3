package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.contracts.finding.Investigation;
import io.iamwatch.contracts.finding.Investigation.Answer;

/** The triage questions of AWS's incident response playbook, each answered or said to be not visible. */
final class QuestionsSection {

    private QuestionsSection() {
    }

    static Html of(Investigation known) {
        Tag section = Words.section("triage-questions", "Triage questions");
        if (known.answers().isEmpty()) {
            return section.add(Tag.of("p").css("empty").text("Not told: an older version wrote this incident."));
        }
        Tag list = Tag.of("dl").css("questions");
        known.answers().forEach(answer -> list.add(Tag.of("dt").text(answer.question()), answer(answer)));
        return section.add(Tag.of("p").css("hint")
                .text("Of AWS's incident response playbook for compromised credentials."), list);
    }

    private static Tag answer(Answer answer) {
        Tag told = Tag.of("dd");
        if (answer.answer() != null) {
            told.add(Html.foreign(answer.answer(), 2000));
        }
        if (answer.notVisible() != null) {
            told.add(Tag.of("span").css("unknown").add(
                    Html.text(answer.answer() == null ? "not visible: " : " (not visible: "),
                    Html.foreign(answer.notVisible(), 1000), Html.text(answer.answer() == null ? "" : ")")));
        }
        return told;
    }
}
