package io.iamwatch.alerting.terminal;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;
import static io.iamwatch.alerting.terminal.TerminalText.quoted;

import io.iamwatch.alerting.incident.AlertEntry;
import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.alerting.incident.Story;
import io.iamwatch.contracts.finding.AlertBounds;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The rows that alerts and incidents have in common: what an analyst asks first, in that order. */
final class StoryText {

    private static final int MAX_AGENT = 40;
    private static final int MAX_STEPS = 12;

    private StoryText() {
    }

    static void write(Sheet sheet, AlertEntry alert) {
        Story story = Story.of(alert.state());
        if (alert.state().ta() != null) {
            sheet.row("created by", story.creator().map(StoryText::party).orElse("not seen " + unseen(alert)));
        }
        sheet.rows(alert.state().ta() == null ? "called by" : "granted by",
                story.granters().stream().map(StoryText::party).distinct().toList());
        sheet.rows("path", path(alert));
        story.secondsBetween().ifPresent(seconds -> sheet.row("apart", apart(seconds)));
        became(sheet, alert.state());
    }

    /** A principal is shown by name, ARN and unique id: one of them is what the next query needs. */
    static void principal(Sheet sheet, Ocsf.Resource principal) {
        StringBuilder ids = new StringBuilder();
        for (String id : new String[]{principal.uid(), principal.uidAlt()}) {
            if (id != null) {
                ids.append(ids.isEmpty() ? "" : "  ").append(neutralise(id));
            }
        }
        sheet.row("principal", ids.isEmpty() ? neutralise(Sentence.name(principal)) : ids.toString());
    }

    static String account(Ocsf.Cloud cloud) {
        if (cloud == null || cloud.account() == null) {
            return "account ?";
        }
        return "account " + neutralise(cloud.account().uid());
    }

    private static String unseen(AlertEntry alert) {
        if (!alert.state().stands()) {
            return "at the time of this alert";
        }
        return alert.state().provisional()
                ? "so far: it may be old, or its record may still be on the way"
                : "inside the window";
    }

    private static String party(Party party) {
        String source = party.source() == null ? "an unknown address" : neutralise(party.source());
        String agent = party.userAgent() == null
                ? ""
                : "  agent " + quoted(AlertBounds.cut(party.userAgent(), MAX_AGENT));
        return neutralise(party.actor()) + "  from " + source + "  " + mfa(party.mfa()) + agent;
    }

    private static String mfa(Boolean mfa) {
        return mfa == null ? "MFA unknown" : mfa ? "MFA yes" : "MFA no";
    }

    private static List<String> path(AlertEntry alert) {
        List<Ocsf.RelatedEvent> links = alert.info().relatedEvents();
        boolean oneDay = links.stream().map(link -> Times.date(link.firstSeenTime())).distinct().count() == 1;
        List<String> steps = new ArrayList<>();
        for (Ocsf.RelatedEvent link : links.subList(0, Math.min(MAX_STEPS, links.size()))) {
            String step = link.title() == null ? link.type() : link.title();
            steps.add((oneDay ? Times.ofDay(link.firstSeenTime()) : Times.of(link.firstSeenTime())) + "  "
                    + neutralise(step, TerminalText.MAX_SENTENCE));
        }
        int total = Optional.ofNullable(alert.info().relatedEventsCount()).orElse(links.size());
        if (total > steps.size()) {
            steps.add("and " + (total - steps.size()) + " more");
        }
        return steps;
    }

    private static String apart(long seconds) {
        String words = Sentence.apart(seconds);
        return seconds == 0 ? "0 s: creation and grant " + words : seconds + " s: the grant came " + words;
    }

    private static void became(Sheet sheet, AlertState state) {
        if (state.ta() == null) {
            return;
        }
        Style style = sheet.style();
        sheet.row("became", neutralise(Objects.requireNonNullElse(state.grade(), "administrator")) + " at "
                + Times.of(state.ta()));
        if (!state.stands()) {
            return;
        }
        sheet.row("still admin", state.stillAdmin() ? "yes" : "no: taken back, as far as CloudTrail shows",
                state.stillAdmin() ? style::bad : style::good);
    }
}
