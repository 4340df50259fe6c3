package io.iamwatch.alerting.terminal;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;
import static java.util.Comparator.comparing;

import io.iamwatch.alerting.incident.Incidents;
import io.iamwatch.alerting.incident.Sentence;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Party;
import io.iamwatch.contracts.finding.Investigation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;

/** An incident as an analyst reads it at three in the morning: severity, whom, one sentence, then the answers. */
public final class IncidentText {

    private static final int MAX_ALERTS = 8;
    private static final int SHORT_UID = 12;

    private IncidentText() {
    }

    /**
     * Returns an incident as text of several lines, the last of which is ended.
     *
     * @throws NullPointerException if it has no status, no severity, no principal or no details
     */
    public static String of(IncidentFinding incident, Style style) {
        return of(incident, style, InvestigationText::brief);
    }

    /** Returns it with all that is known beyond the story, errors as {@link #of(IncidentFinding, Style)}. */
    public static String whole(IncidentFinding incident, Style style) {
        return of(incident, style, InvestigationText::write);
    }

    private static String of(IncidentFinding incident, Style style, BiConsumer<Sheet, Investigation> beyond) {
        IncidentFinding.Details details = incident.unmapped().iamwatch();
        Sheet sheet = new Sheet(style);
        sheet.line(headline(incident, details, style));
        sheet.sentence(neutralise(incident.message(), TerminalText.MAX_SENTENCE));
        sheet.row("status", status(incident, details.workflow()));
        if (details.severityReason() != null) {
            sheet.row("severity", neutralise(details.severityReason()));
        }
        StoryText.principal(sheet, details.principal());
        Incidents.lead(incident).ifPresent(lead -> {
            StoryText.write(sheet, lead);
            sheet.rows("evidence", evidence(lead.state()));
        });
        beyond.accept(sheet, details.investigation());
        sheet.rows("alerts", alerts(details));
        sheet.rows("log", details.workflow().log().reversed().stream().limit(MAX_ALERTS).map(IncidentText::logged)
                .toList());
        details.blindSpots().stream().limit(5)
                .forEach(spot -> sheet.row("not visible", neutralise(spot), style::dim));
        sheet.row("incident", neutralise(details.uid()), style::dim);
        return sheet.toString();
    }

    private static String headline(IncidentFinding incident, IncidentFinding.Details details, Style style) {
        return style.severity(incident.severityId(),
                " " + incident.severityId().caption().toUpperCase(Locale.ROOT) + " ") + " "
                + style.strong("INCIDENT") + "  " + neutralise(Sentence.name(details.principal())) + "  "
                + StoryText.account(incident.cloud()) + "  " + Times.of(incident.endTime());
    }

    private static String status(IncidentFinding incident, IncidentFinding.Workflow workflow) {
        String verdict = incident.verdict() == null ? "" : ", " + neutralise(incident.verdict());
        String waits = workflow.snooze() == null
                ? ""
                : " until " + Times.of(workflow.snooze().until()) + ", " + neutralise(workflow.snooze().owner()) + ": "
                        + neutralise(workflow.snooze().reason());
        return incident.statusId().caption() + verdict + waits + assignee(incident);
    }

    private static String assignee(IncidentFinding incident) {
        if (incident.assignee() != null) {
            return ", assigned to " + neutralise(incident.assignee().name());
        }
        return incident.assigneeGroup() == null ? "" : ", assigned to " + neutralise(incident.assigneeGroup().name());
    }

    private static String logged(IncidentFinding.LogEntry entry) {
        return Times.of(entry.time()) + "  " + neutralise(entry.author()) + "  " + neutralise(entry.action())
                + (entry.text() == null ? "" : "  " + neutralise(entry.text(), TerminalText.MAX_SENTENCE))
                + (entry.refused() == null ? "" : "  refused: " + neutralise(entry.refused()));
    }

    private static List<String> evidence(AlertState lead) {
        return lead.parties().stream().limit(MAX_ALERTS).map(IncidentText::evidence).toList();
    }

    private static String evidence(Party party) {
        return neutralise(party.position()) + "  " + neutralise(party.operation());
    }

    private static List<String> alerts(IncidentFinding.Details details) {
        List<String> lines = new ArrayList<>();
        List<AlertState> standingFirst = details.alerts().stream().sorted(comparing(alert -> !alert.stands()))
                .limit(MAX_ALERTS).toList();
        for (AlertState alert : standingFirst) {
            lines.add(Sheet.pad(alert.severity().caption().toLowerCase(Locale.ROOT), 8) + "  "
                    + Sheet.pad(neutralise(alert.ruleId()), 16) + "  " + shortened(alert.uid()) + "  " + fate(alert)
                    + (alert.about() == null ? "" : ": about " + neutralise(alert.about())));
        }
        if (details.alertsTotal() > lines.size()) {
            lines.add("and " + (details.alertsTotal() - lines.size()) + " more");
        }
        return lines;
    }

    private static String fate(AlertState alert) {
        if (alert.stands()) {
            return alert.provisional() ? "stands, provisional" : "stands";
        }
        return alert.supersededBy() == null ? "retracted" : "superseded by " + shortened(alert.supersededBy());
    }

    private static String shortened(String uid) {
        String safe = neutralise(Objects.requireNonNullElse(uid, "?"));
        return safe.length() <= SHORT_UID ? safe : safe.substring(0, SHORT_UID);
    }
}
