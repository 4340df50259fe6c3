package io.iamwatch.alerting.terminal;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;

import io.iamwatch.alerting.incident.AlertEntry;
import io.iamwatch.alerting.incident.AlertVersion;
import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.contracts.finding.Activity;
import io.iamwatch.contracts.finding.DetectionFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.Ocsf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** An alert as an analyst reads it at three in the morning: severity, whom, one sentence, then the answers. */
public final class AlertText {

    private static final int MAX_EVIDENCES = 12;

    private AlertText() {
    }

    /**
     * Returns an alert as text of several lines, the last of which is ended.
     *
     * @throws NullPointerException if it has no activity, no severity, no {@code finding_info} or no details
     */
    public static String of(DetectionFinding alert, Style style) {
        AlertEntry entry = AlertEntry.of(new AlertVersion("", "", alert));
        Sheet sheet = new Sheet(style);
        Ocsf.Resource principal = alert.resources().isEmpty()
                ? new Ocsf.Resource("?", null, null, null)
                : alert.resources().getFirst();
        sheet.line(headline(alert, entry.state(), principal, style));
        sheet.sentence(neutralise(sentence(alert, entry.state(), principal), TerminalText.MAX_SENTENCE));
        fate(alert).forEach(fate -> sheet.row("note", fate, style::good));
        StoryText.principal(sheet, principal);
        StoryText.write(sheet, entry);
        if (alert.stands()) {
            sheet.rows("doubt", doubts(alert.details()));
        }
        sheet.rows("evidence", evidence(alert));
        alert.details().blindSpots().stream().limit(5)
                .forEach(spot -> sheet.row("not visible", neutralise(spot), style::dim));
        sheet.row("alert", neutralise(alert.findingInfo().uid()), style::dim);
        return sheet.toString();
    }

    /**
     * Returns an alert's version in one line that is not ended: for one whose story was told before.
     *
     * @throws NullPointerException if it has no activity, no severity, no {@code finding_info} or no details
     */
    public static String line(DetectionFinding alert, Style style) {
        AlertEntry entry = AlertEntry.of(new AlertVersion("", "", alert));
        Ocsf.Resource principal = alert.resources().isEmpty()
                ? new Ocsf.Resource("?", null, null, null)
                : alert.resources().getFirst();
        String fate = fate(alert).stream().findFirst().map(text -> "  " + style.good(text)).orElse("");
        return headline(alert, entry.state(), principal, style) + fate;
    }

    private static String headline(DetectionFinding alert, AlertState state, Ocsf.Resource principal, Style style) {
        String activity = switch (alert.activityId()) {
            case CREATE -> "";
            case UPDATE -> "  (update)";
            case CLOSE -> "  (closed)";
        };
        return style.severity(alert.severityId(), " " + alert.severityId().caption().toUpperCase(Locale.ROOT) + " ")
                + " " + style.strong(neutralise(state.ruleId())) + "  " + neutralise(Sentence.name(principal))
                + "  " + StoryText.account(alert.cloud()) + "  " + Times.of(Objects.requireNonNullElse(state.ta(),
                        alert.startTime()))
                + activity;
    }

    private static String sentence(DetectionFinding alert, AlertState state, Ocsf.Resource principal) {
        String sentence = Sentence.of(principal, state);
        return sentence.isEmpty() ? Objects.requireNonNullElse(alert.message(), "") : sentence;
    }

    private static List<String> fate(DetectionFinding alert) {
        if (alert.activityId() != Activity.CLOSE) {
            return List.of();
        }
        String by = alert.details().supersededBy();
        return List.of(by == null
                ? neutralise(alert.statusDetail())
                : "superseded by " + neutralise(by));
    }

    private static List<String> doubts(DetectionFinding.Details details) {
        List<String> doubts = new ArrayList<>();
        if (details.provisional()) {
            doubts.add("provisional: an event that is still to come can retract or replace this");
        }
        if (details.conditional()) {
            doubts.add("only under a condition of a policy");
        }
        if (details.orderUnknown()) {
            doubts.add("order inside a second is unknown: in some order it did not last");
        }
        if (details.late()) {
            doubts.add("an event behind it came after the lateness horizon");
        }
        if (details.future()) {
            doubts.add("an event behind it is dated after its own arrival");
        }
        return doubts;
    }

    private static List<String> evidence(DetectionFinding alert) {
        List<String> evidence = new ArrayList<>();
        for (Ocsf.Evidence one : alert.evidences().subList(0, Math.min(MAX_EVIDENCES, alert.evidences().size()))) {
            evidence.add(neutralise(one.uid()) + "  " + neutralise(one.name()));
        }
        int total = Math.max(alert.details().evidencesTotal(), alert.evidences().size());
        if (total > evidence.size()) {
            evidence.add("and " + (total - evidence.size()) + " more");
        }
        return evidence;
    }
}
