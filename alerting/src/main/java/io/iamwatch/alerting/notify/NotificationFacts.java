package io.iamwatch.alerting.notify;

import static io.iamwatch.alerting.terminal.TerminalText.neutralise;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import io.iamwatch.alerting.notify.NotificationText.Fact;
import io.iamwatch.alerting.terminal.TerminalText;
import io.iamwatch.contracts.finding.IncidentFinding;
import io.iamwatch.contracts.finding.IncidentFinding.AlertState;
import io.iamwatch.contracts.finding.IncidentFinding.Workflow;
import io.iamwatch.contracts.finding.Ocsf;
import io.iamwatch.contracts.notification.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The facts of a notification, by name. */
final class NotificationFacts {

    private static final int MOST_RULES = 10;
    private static final int MOST_LINKS = 10;
    private static final int MOST_BLIND_SPOTS = 3;

    private final List<Fact> facts = new ArrayList<>();

    private NotificationFacts() {
    }

    static List<Fact> of(Notification notification) {
        NotificationFacts all = new NotificationFacts();
        all.add("account", notification.account());
        if (!notification.rules().isEmpty()) {
            all.safe("rules", notification.rules().stream().limit(MOST_RULES).map(TerminalText::neutralise)
                    .collect(joining(", ")));
        }
        if (notification.provisional()) {
            all.safe("provisional", "an event that is still to come can retract or replace this");
        }
        if (notification.incident() != null) {
            all.incident(notification.incident());
        }
        all.add("notification", notification.id());
        return List.copyOf(all.facts);
    }

    private void incident(IncidentFinding incident) {
        if (incident.statusId() != null) {
            safe("status", incident.statusId().caption());
        }
        IncidentFinding.Details details = incident.unmapped() == null ? null : incident.unmapped().iamwatch();
        if (details == null) {
            return;
        }
        workflow(details.workflow());
        add("severity", details.severityReason());
        principal(details.principal());
        path(details.alerts());
        details.blindSpots().stream().limit(MOST_BLIND_SPOTS).forEach(spot -> add("not visible", spot));
        add("incident", details.uid());
    }

    private void workflow(Workflow workflow) {
        add("assigned to", workflow.assignee());
        if (workflow.verdict() != null) {
            safe("verdict", workflow.verdict().caption());
        }
        if (workflow.snooze() != null) {
            safe("waits until", Instant.ofEpochMilli(workflow.snooze().until()) + ", "
                    + neutralise(workflow.snooze().reason()));
        }
    }

    private void principal(Ocsf.Resource principal) {
        if (principal != null) {
            add("principal", principal.uid() == null ? principal.name() : principal.uid());
        }
    }

    /** Of the alert that matters most; the whole story is in the incident. */
    private void path(List<AlertState> alerts) {
        alerts.stream().filter(AlertState::stands).filter(alert -> alert.severity() != null)
                .max(comparing(AlertState::severity))
                .ifPresent(lead -> lead.path().stream().limit(MOST_LINKS).forEach(link -> add("path", link)));
    }

    private void add(String name, String hostile) {
        if (hostile != null) {
            safe(name, neutralise(hostile));
        }
    }

    private void safe(String name, String value) {
        facts.add(new Fact(name, value));
    }
}
