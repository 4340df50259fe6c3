package io.iamwatch.alerting.console.page;

import io.iamwatch.alerting.console.act.Offer;
import io.iamwatch.alerting.console.html.Html;
import io.iamwatch.alerting.console.html.Tag;
import io.iamwatch.alerting.console.view.Related;
import io.iamwatch.alerting.incident.Life;
import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.LogEntry;
import io.iamwatch.contracts.finding.IncidentFinding.Snooze;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import io.iamwatch.contracts.finding.Ocsf;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An incident: the story first, then what can be done, then all that is known. */
public final class IncidentPage {

    private static final int MAX_TITLE = 80;

    private IncidentPage() {
    }

    /** Returns the path of an incident's page. */
    public static String path(String uid) {
        return "/incidents/" + URLEncoder.encode(uid, StandardCharsets.UTF_8);
    }

    /**
     * Returns the page.
     *
     * @param related incidents that it has to do with
     * @param told what became of a command that was just given; empty where there was none
     * @param position what the page takes into account, see {@code Positions}
     */
    public static Html of(IncidentFinding incident, Related related, Reader reader, Optional<Told> told,
            String position) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        Tag main = Tag.of("main").css("incident").set("data-uid", details.uid()).set("data-position", position);
        main.add(told.map(Told::html).orElse(Html.none()), live("head", head(incident, details)));
        Set<Offer> offers = Offer.of(Life.of(incident.statusId()));
        Tag story = Tag.of("div").css("story").add(live("story", StorySection.of(incident)),
                live("contained", ContainedSection.of(details.investigation())),
                live("next", NextSection.of(details.investigation())), live("unseen", UnseenSection.of(details)));
        Tag actions = Tag.of("aside").css("actions").set("aria-label", "Actions")
                .add(live("actions", ActionForms.of(path(details.uid()), offers, reader)));
        Tag rest = Tag.of("div").css("rest").add(
                live("questions", QuestionsSection.of(details.investigation())),
                live("contain", ContainmentSection.of(incident)), live("related", RelatedSection.of(related)),
                live("evidence", EvidenceSections.of(incident)),
                live("log", log(details.workflow())));
        String title = TerminalText.neutralise(Sentence.name(details.principal()), MAX_TITLE);
        return Layout.page(title, reader, main.add(Tag.of("div").css("columns").add(story, actions, rest)));
    }

    /** What became of a command. */
    public enum Told {
        /** It was applied. */
        APPLIED("Done.", "applied"),
        /** It is written and not answered yet. */
        PENDING("The command is written down. Alerting has not answered yet: this page changes when it does.",
                "pending");

        private final String sentence;
        private final String css;

        Told(String sentence, String css) {
            this.sentence = sentence;
            this.css = css;
        }

        /** Returns how it stands in a URL. */
        public String word() {
            return css;
        }

        /** Returns what a URL says; empty where that is nothing of ours. */
        public static Optional<Told> ofWord(String word) {
            return word.isEmpty()
                    ? Optional.empty()
                    : List.of(values()).stream().filter(told -> told.css.equals(word)).findFirst();
        }

        private Html html() {
            return Tag.of("p").css("told " + css).set("role", "status").text(sentence);
        }
    }

    /** What a script puts in place of what stands there when the incident has changed. */
    private static Tag live(String id, Html content) {
        return Tag.of("div").set("id", id).set("data-live", id).add(content);
    }

    private static Html head(IncidentFinding incident, IncidentFinding.Details details) {
        Ocsf.Resource principal = details.principal();
        Tag badges = Tag.of("p").css("badges").add(Words.severity(incident.severityId()), Html.text(" "),
                Words.status(incident.statusId()), Html.text(" "), verdict(details.workflow()));
        Tag ids = Tag.of("p").css("ids").add(Html.text("account "), Words.code(account(incident)));
        for (String id : new String[]{principal.uid(), principal.uidAlt()}) {
            if (id != null) {
                ids.add(Html.text(" · "), Words.code(id));
            }
        }
        return Html.many(List.of(badges, Tag.of("h1").add(Html.foreign(Sentence.name(principal))), ids,
                Tag.of("p").css("message").add(Html.foreign(incident.message(), TerminalText.MAX_SENTENCE)),
                why(details), assignee(incident, details), snooze(details.workflow().snooze())));
    }

    private static Html why(IncidentFinding.Details details) {
        return details.severityReason() == null
                ? Html.none()
                : Tag.of("p").css("why").add(Html.foreign(details.severityReason(), 1000));
    }

    private static Html verdict(Workflow workflow) {
        return workflow.verdict() == null
                ? Html.none()
                : Tag.of("span").css("tag").text("verdict: " + workflow.verdict().caption());
    }

    private static Html assignee(IncidentFinding incident, IncidentFinding.Details details) {
        String group = incident.assigneeGroup() == null ? null : incident.assigneeGroup().name();
        String person = details.workflow().assignee();
        return Tag.of("p").css("assignee").add(Html.text("Assigned to "),
                Html.foreign(person == null ? group : person), Html.text(person == null ? " (group)" : ""));
    }

    private static Html snooze(Snooze snooze) {
        return snooze == null
                ? Html.none()
                : Tag.of("p").css("snooze").add(Html.text("Waits until "), Words.time(snooze.until()),
                        Html.text(", by "), Html.foreign(snooze.owner()), Html.text(": "),
                        Html.foreign(snooze.reason(), 1000));
    }

    private static String account(IncidentFinding incident) {
        return incident.cloud() == null || incident.cloud().account() == null
                ? "?"
                : incident.cloud().account().uid();
    }

    private static Html log(Workflow workflow) {
        Tag section = Words.section("log-of-commands", "Log");
        if (workflow.log().isEmpty()) {
            return section.add(Tag.of("p").css("empty").text("Nobody has done anything yet."));
        }
        Tag list = Tag.of("ol").css("log");
        workflow.log().forEach(entry -> list.add(entry(entry)));
        int left = workflow.logTotal() - workflow.log().size();
        return left > 0
                ? section.add(Tag.of("p").text(left + " older commands stand on iamwatch.verdicts."), list)
                : section.add(list);
    }

    private static Tag entry(LogEntry entry) {
        Tag line = Tag.of("li").add(Words.time(entry.time()), Html.text(" "), Html.foreign(entry.author()),
                Html.text(" "), Tag.of("strong").text(String.valueOf(entry.action()).toLowerCase(Locale.ROOT)));
        if (entry.text() != null) {
            line.add(Tag.of("p").css("text").add(Html.lines(entry.text(), 4000)));
        }
        return entry.refused() == null
                ? line
                : line.css("refused").add(Tag.of("p").css("bad").add(Html.text("refused: "),
                        Html.foreign(entry.refused(), 1000)));
    }
}
